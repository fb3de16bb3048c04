import type { BotEntry, GroupEntry, RoleEntry } from '@muster/contracts/access'

/** A look-up list by name. `known` false where the app's scopes forbid reading it; `reason` says which scope is missing. */
export interface AccessList<T> {
  readonly items: readonly T[]
  readonly known: boolean
  readonly reason: string | null
}

/** The account's groups, roles and bots with how many users have each. Counts of a big directory may be some seconds old. */
export interface AccessLists {
  groups(): Promise<AccessList<GroupEntry>>
  roles(): Promise<AccessList<RoleEntry>>
  bots(): Promise<AccessList<BotEntry>>
}
