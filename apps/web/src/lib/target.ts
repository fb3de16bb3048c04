import type { UserEntry, UserFilter } from '@muster/contracts/users'

/** Whom a form is about. Null where the person will name them: nobody is chosen yet. */
export type Target =
  | { readonly kind: 'users'; readonly users: readonly UserEntry[] }
  | {
      /** Everyone matching a search, to be frozen on the server. */
      readonly kind: 'matching'
      readonly filter: UserFilter
      /** Ids taken out by hand. */
      readonly except: readonly string[]
      readonly count: { readonly value: number; readonly capped: boolean }
    }

/** What can be asked of people. */
export type Action = 'edit' | 'remove' | 'erase'
