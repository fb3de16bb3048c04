import { type OutcomeCounts, outcomes } from '@muster/core/outcome/outcome'

/** A part of the progress bar: an outcome, or what is still to do. */
export type SegmentKey = keyof OutcomeCounts

export interface ProgressSegment {
  readonly key: SegmentKey
  readonly count: number
  /** Width in percent of the whole bar; all widths sum to 100. */
  readonly percent: number
}

/** The order people read a job in: what went well first, what is left last. */
export const segmentOrder: readonly SegmentKey[] = [
  'changed',
  'unchanged',
  'skipped',
  'failed',
  'unknown',
  'not_attempted',
  'pending',
]

/** Narrowest a part with anything in it may be, in percent: one failure in 150,000 must still be seen. */
const narrowest = 1

/** The parts of the bar that hold anything, widths summing to 100. An empty job has none. */
export function progressSegments(counts: OutcomeCounts): readonly ProgressSegment[] {
  const held = segmentOrder.map((key) => ({ key, count: counts[key] })).filter((part) => part.count > 0)
  const total = held.reduce((sum, part) => sum + part.count, 0)
  if (total === 0) return []
  const widened = held.map((part) => Math.max(narrowest, (100 * part.count) / total))
  const whole = widened.reduce((sum, width) => sum + width, 0)
  return held.map((part, index) => ({ ...part, percent: (100 * (widened[index] ?? 0)) / whole }))
}

/** Items that have ended, in whichever way. */
export function endedCount(counts: OutcomeCounts): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
}

/** Whole percent done, never 100 while anything is pending. */
export function percentDone(counts: OutcomeCounts): number {
  const settled = endedCount(counts)
  const total = settled + counts.pending
  return total === 0 ? 0 : Math.floor((100 * settled) / total)
}
