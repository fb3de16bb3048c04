import type { RateWindow } from './budget-rule.ts'

/** Kore.ai's two limits; both are rolling and both hold. */
export interface Windows {
  readonly minute: RateWindow
  readonly hour: RateWindow
}

export interface LimitRefusal {
  readonly window: keyof Windows
  /** What `Retry-After` said; null where it said nothing we understand. */
  readonly retryAfterMs: number | null
  /** From 0 to 1, so that replicas do not come back at once. */
  readonly jitter: number
}

export interface BudgetUsage {
  readonly minuteUsed: number
  readonly hourUsed: number
  /** How long a job's next call has to wait; 0 for not at all. */
  readonly jobWaitMs: number
}
