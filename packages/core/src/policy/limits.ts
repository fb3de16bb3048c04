/** The settings of the guards. They are set in the environment, not in the app. */
export interface GuardLimits {
  /** A plan that touches more users needs the share typed as well as the count. */
  readonly confirmUsers: number
  /** The same in percent of the account. */
  readonly confirmPercent: number
  /** Users an account must have before `confirmPercent` counts. */
  readonly percentFromUsers: number
  /** Whether more than half of the account may be removed within 24 hours. */
  readonly allowMost: boolean
  /** Removals and erasures of more users than this start after `delayMs`. */
  readonly delayFromUsers: number
  readonly delayMs: number
  /** The same for erasures, where it is longer. */
  readonly erasureDelayMs: number
  readonly protectedUsers: ProtectedUsers
}

/** Emails and ids, in the form in which they are compared, of users who are never removed, erased or reduced, and why. */
export type ProtectedUsers = ReadonlyMap<string, 'protected_user' | 'connection_user'>

/** Removing more than this share of the account needs `allowMost`. */
export const mostPercent = 50

export const defaultGuardLimits: GuardLimits = {
  confirmUsers: 500,
  confirmPercent: 20,
  percentFromUsers: 100,
  allowMost: false,
  delayFromUsers: 50,
  delayMs: 0,
  erasureDelayMs: 0,
  protectedUsers: new Map(),
}
