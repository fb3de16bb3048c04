import type { UserEntry } from '@muster/contracts/users'

/** The users a form applies to. */
export type Target =
  | { readonly kind: 'users'; readonly users: readonly UserEntry[] }
  /** A selection on the server, which the plan freezes. */
  | { readonly kind: 'selection'; readonly selectionId: string; readonly count: number }
  /** The users of a file. */
  | { readonly kind: 'upload'; readonly uploadId: string; readonly count: number }

/** The actions on users. */
export type Action = 'edit' | 'remove' | 'erase'
