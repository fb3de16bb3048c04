import type { Access } from '@muster/core/account/user'
import { sameForStep } from '@muster/core/plan/drift'
import type { PlanItem } from '@muster/core/plan/plan'

/**
 * Whether the user is between the plan's before and after: each planned value equals one of the two. After an
 * noResponse call that is this job's own work, half done; sending it again is harmless and completes it.
 */
export function isPartlyDone({ before, after, steps }: PlanItem, now: Access): boolean {
  if (before === null || after === null) return false
  return steps.every((step) => sameForStep(step, before, now) || sameForStep(step, after, now))
}
