import type { PlanSummary } from '@muster/core/plan/plan'
import type { Message } from '@muster/core/text/message'
import { subjectMessage } from '@muster/wording/count'
import { message } from '@muster/wording/message'
import type { Progress } from '../ports.ts'

/** Failures from the start after which a job pauses. */
const firstInARow = 10

/**
 * Why a job should pause itself, or null. Destructive: over 20 % of at least 50. Others: over 50 % of at least 1,000
 * (or over half of all, when smaller). Any: the first ten in a row. With nothing left there is nothing to save.
 */
export function reasonToPause(progress: Progress, kinds: PlanSummary['kinds']): Message | null {
  const { tried, triedFailed, total, left } = progress
  if (left === 0) return null
  const subjects = subjectMessage(tried, kinds)
  const destructive = kinds.remove + kinds.erase > 0
  if (tried >= firstInARow && tried === triedFailed) {
    return message('job.paused_first_failed', { subjects })
  }
  const part = message('job.paused_part_failed', { failed: triedFailed, subjects })
  if (destructive) return tried >= 50 && triedFailed > tried * 0.2 ? part : null
  const many = total < 1000 ? triedFailed > total / 2 : tried >= 1000 && triedFailed > tried / 2
  return many ? part : null
}
