import type { Access, Identifier } from '@muster/core/account/user'
import type { RunItem } from './ports.ts'

/** How a write call names a user. */
export type WriteIdentifier = Identifier & { by: 'email' | 'orgUserId' }

/** An item that may be sent. */
export interface Ready {
  readonly run: RunItem
  /** The user's access from the latest re-read, for the flags; null if there is nothing to read. */
  readonly now: Access | null
  /** Kore.ai's id of the user, as read. */
  readonly userId: string | null
  /** When that read left, in milliseconds of the monotonic clock. */
  readonly readAt: number
  /** Null for erasures, which accept any kind of identifier. */
  readonly identifier: WriteIdentifier | null
}
