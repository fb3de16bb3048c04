import type { AssignmentEntry, BotEntry, countUsers, GroupEntry, RoleEntry } from '@muster/contracts/access'
import type { RouteOutput } from '@muster/contracts/route'
import type { Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'

/** A look-up list by name. `known` is false if the app's scopes forbid reading it; `reason` names the missing scope. */
export interface AccessList<T> {
  readonly items: readonly T[]
  readonly known: boolean
  readonly reason: string | null
  readonly reasonMessage: Message | null
}

/** The account's groups, roles and bots with their user counts. Counts of a large directory may be some seconds old. */
export interface AccessLists {
  groups(): Promise<AccessList<GroupEntry>>
  roles(): Promise<AccessList<RoleEntry>>
  bots(): Promise<AccessList<BotEntry>>
  /** Roles on bots, and of the whole account, with the number of users who have them. */
  assignments(): Promise<readonly AssignmentEntry[]>
  /** Users by status and by flag. */
  userCounts(): Promise<RouteOutput<typeof countUsers>>
}

/** The lists as a limited member may see them: all names, and counts of the users within the limit. */
export interface LimitedAccess {
  within(scope: Scope | null): AccessLists
}
