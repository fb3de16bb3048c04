import { type OutcomeCounts, outcomes } from '@muster/core/outcome/outcome'

/** A segment of the progress bar: an outcome, the users in doubt, or the pending rest. */
export type SegmentKey = keyof OutcomeCounts | 'in_doubt'

export interface ProgressSegment {
  readonly key: SegmentKey
  readonly count: number
  /** Width in percent of the whole bar; all widths sum to 100. */
  readonly percent: number
}

/** Order of the segments: successes first, pending last. */
export const segmentOrder: readonly (keyof OutcomeCounts)[] = [
  'changed',
  'unchanged',
  'skipped',
  'failed',
  'unknown',
  'not_attempted',
  'pending',
]

/** Minimum width of a segment in percent: one failure in 150,000 must stay visible. */
const minWidth = 1

/** The segments with items; their widths sum to 100. An empty job has none. Users in doubt are some of the pending ones. */
export function progressSegments(counts: OutcomeCounts, inDoubt = 0): readonly ProgressSegment[] {
  const doubtful = Math.min(inDoubt, counts.pending)
  const order: readonly SegmentKey[] = [...segmentOrder.filter((key) => key !== 'pending'), 'in_doubt', 'pending']
  const shown: Readonly<Record<SegmentKey, number>> = {
    ...counts,
    in_doubt: doubtful,
    pending: counts.pending - doubtful,
  }
  const filled = order.map((key) => ({ key, count: shown[key] })).filter((part) => part.count > 0)
  const total = filled.reduce((sum, part) => sum + part.count, 0)
  if (total === 0) return []
  const widened = filled.map((part) => Math.max(minWidth, (100 * part.count) / total))
  const whole = widened.reduce((sum, width) => sum + width, 0)
  return filled.map((part, index) => ({ ...part, percent: (100 * (widened[index] ?? 0)) / whole }))
}

/** Number of items with an outcome. */
export function endedCount(counts: OutcomeCounts): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
}

/** Whole percent done, never 100 while anything is pending. */
export function percentDone(counts: OutcomeCounts): number {
  const ended = endedCount(counts)
  const total = ended + counts.pending
  return total === 0 ? 0 : Math.floor((100 * ended) / total)
}
