import type { RateWindow } from './budget-rule.ts'

/** Kore.ai's two limits; both are rolling and both apply. */
export interface Windows {
  readonly minute: RateWindow
  readonly hour: RateWindow
}

export interface LimitRefusal {
  readonly window: keyof Windows
  /** The value of `Retry-After`; null if missing or malformed. */
  readonly retryAfterMs: number | null
  /** From 0 to 1, to spread the replicas' return. */
  readonly jitter: number
}

export interface BudgetUsage {
  readonly minuteUsed: number
  readonly hourUsed: number
  /** Calls of the last hour by five minutes, oldest first. */
  readonly byFiveMinutes: readonly number[]
  /** Wait until a job's next call; 0 for none. */
  readonly jobWaitMs: number
}
