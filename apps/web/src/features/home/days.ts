import type { OutcomeSum } from '@muster/contracts/jobs'

/** Users of the jobs created on one day of the reader's calendar. A user of two jobs counts twice. */
export interface Day {
  /** Midnight at its start, ISO 8601. */
  readonly from: string
  readonly changed: number
  /** Failed, or without a known outcome. */
  readonly failed: number
  /** Unchanged, skipped, not attempted or pending. */
  readonly other: number
}

/** The last `count` days up to `nowMs`, oldest first, also those without a job. */
export function daysOf(
  sums: readonly OutcomeSum[],
  { nowMs, count }: { nowMs: number; count: number },
): readonly Day[] {
  const today = new Date(nowMs)
  const starts = Array.from(
    { length: count },
    (_, n) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - n)),
  )
  const byDay = Map.groupBy(sums, ({ from }) => new Date(from).toDateString())
  return starts.map((start) => {
    const day = byDay.get(start.toDateString()) ?? []
    const total = (pick: (sum: OutcomeSum) => number): number => day.reduce((sum, one) => sum + pick(one), 0)
    return {
      from: start.toISOString(),
      changed: total(({ changed }) => changed),
      failed: total(({ failed, unknown }) => failed + unknown),
      other: total(({ unchanged, skipped, not_attempted, pending }) => unchanged + skipped + not_attempted + pending),
    }
  })
}

export const sumOfDay = ({ changed, failed, other }: Day): number => changed + failed + other
