import type { PlanSummary } from '@muster/core/plan/plan'
import { subjectCount } from '@muster/wording/count'
import { english } from '@muster/wording/english'
import type { Progress } from '../ports.ts'

/** Failures from the start after which a job pauses. */
const firstInARow = 10

/**
 * Why a job should pause itself, or null. Destructive: over 20 % of at least 50. Others: over 50 % of at least 1,000
 * (or over half of all, when smaller). Any: the first ten in a row. With nothing left there is nothing to save.
 */
export function reasonToPause(progress: Progress, kinds: PlanSummary['kinds']): string | null {
  const { tried, triedFailed, total, left } = progress
  if (left === 0) return null
  const destructive = kinds.remove + kinds.erase > 0
  const resume = 'Review the failures, then resume or cancel.'
  if (tried >= firstInARow && tried === triedFailed) {
    return `Paused: the first ${subjectCount(english, tried, kinds)} all failed. ${resume}`
  }
  const part = `${triedFailed} of ${subjectCount(english, tried, kinds)} failed`
  if (destructive) return tried >= 50 && triedFailed > tried * 0.2 ? `Paused: ${part}. ${resume}` : null
  const many = total < 1000 ? triedFailed > total / 2 : tried >= 1000 && triedFailed > tried / 2
  return many ? `Paused: ${part}. ${resume}` : null
}
