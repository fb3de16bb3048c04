import type { UserEntry, UserFilter } from '@muster/contracts/users'

/** The users a form applies to. */
export type Target =
  | { readonly kind: 'users'; readonly users: readonly UserEntry[] }
  | {
      /** All users that match a search. The server freezes the list. */
      readonly kind: 'matching'
      readonly filter: UserFilter
      /** IDs that the member has deselected. */
      readonly except: readonly string[]
      readonly count: { readonly value: number; readonly capped: boolean }
    }

/** The actions on users. */
export type Action = 'edit' | 'remove' | 'erase'
