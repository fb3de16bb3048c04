import type { BotEntry, GroupEntry, RoleEntry } from '@muster/contracts/access'
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
}
