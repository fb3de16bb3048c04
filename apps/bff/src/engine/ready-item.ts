import type { Access, Identifier } from '@muster/core/account/user'
import type { RunItem } from './ports.ts'

/** How a write call names a user. */
export type WriteIdentifier = Identifier & { by: 'email' | 'orgUserId' }

/** An item that may go out. */
export interface Ready {
  readonly run: RunItem
  /** As just re-read, for the flags; null where there is nothing to read. */
  readonly now: Access | null
  /** Null for erasures, which take any kind. */
  readonly identifier: WriteIdentifier | null
}
