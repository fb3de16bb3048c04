import type { PlanNote } from '@muster/core/plan/plan'
import type { Taking } from '@muster/core/policy/floors'

/** What one item takes away, and from which user, for the guards. */
export interface GuardedTaking {
  readonly seq: number
  readonly userId: string | null
  readonly taking: Taking
  /** Whether Kore.ai returned the user's admin roles for this call. If not, `taking` names all the user may hold. */
  readonly isRead: boolean
}

/** Ids of users who keep an admin role, as read from Kore.ai for this call, by role. */
export type ConfirmedHolders = ReadonlyMap<string, readonly string[]>

/** The flags of an update as it sends them, those of its plan and those that were read. */
export interface SentFlags {
  readonly seq: number
  /** Kore.ai's id of the user, as read; null if unknown. */
  readonly userId: string | null
  readonly canCreateBot: boolean
  readonly isDeveloper: boolean
  readonly planned: readonly ('canCreateBot' | 'isDeveloper')[]
  /** Age of the read in milliseconds. */
  readonly readMs: number
}

/**
 * Another job changed a flag that this call would send as read before, or has a call under way that may revert a flag
 * of this one: nothing left.
 */
export class FlagsChangedError extends Error {
  override readonly name = 'FlagsChangedError'
}

/** Guards refused these items of a call, so nothing left. */
export class CallRefusedError extends Error {
  override readonly name: string = 'CallRefusedError'
  readonly refused: readonly { readonly seq: number; readonly note: PlanNote }[]
  constructor(refused: CallRefusedError['refused']) {
    super('guards refused users of this call')
    this.refused = refused
  }
}

/** The confirmed holders of a role lost it to another call meanwhile: others may hold it. */
export class HoldersLostError extends CallRefusedError {
  override readonly name = 'HoldersLostError'
}
