/** A role on a bot; `botId` null is an admin role. */
export interface RoleOnBot {
  readonly roleId: string
  readonly botId: string | null
}

/** `edit` adds and removes; `set` makes the list exactly `to`, and the plan shows every loss. */
export type ListChange<T> =
  | { readonly mode: 'edit'; readonly add: readonly T[]; readonly remove: readonly T[] }
  | { readonly mode: 'set'; readonly to: readonly T[] }

/** A requested change of one user's access. An absent field stays unchanged. */
export interface UpdateChange {
  readonly kind: 'update'
  /** Group ids. */
  readonly groups?: ListChange<string>
  readonly roles?: ListChange<RoleOnBot>
  readonly canCreateBot?: boolean
  readonly isDeveloper?: boolean
}

/** Removes the user from this account; the user may stay in others (Remove Users). */
export interface RemoveChange {
  readonly kind: 'remove'
}

/** The bots of an erasure. There is no default: all bots is explicit. */
export type EraseScope = { readonly kind: 'all_bots' } | { readonly kind: 'bots'; readonly botIds: readonly string[] }

/** Queues erasure of a person's conversation data (Delete Customer Data). Cannot be undone. */
export interface EraseChange {
  readonly kind: 'erase'
  readonly scope: EraseScope
}

export type Change = UpdateChange | RemoveChange | EraseChange
export const changeKinds = ['update', 'remove', 'erase'] as const satisfies readonly Change['kind'][]
export type ChangeKind = (typeof changeKinds)[number]
