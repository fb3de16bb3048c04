import type { FixKind } from '../plan/fix.ts'

/** What a cause means, for an administrator. */
export interface CauseText {
  /** "The role does not exist". */
  readonly title: string
  /** What happened and why. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
  /** Whether asking again as it is can help. */
  readonly retryable: boolean
  /** Fixes offered in place. */
  readonly fixes: readonly FixKind[]
}
