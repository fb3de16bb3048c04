import type { Access } from '@muster/core/account/user'
import { sameForStep } from '@muster/core/plan/drift'
import type { PlanItem } from '@muster/core/plan/plan'

/**
 * Whether somebody stands between what the plan saw and what it wants: each thing it touches is as before or as after.
 * After a call of ours without an answer that is our own work, half done; sending it again is harmless and tells why.
 */
export function isPartlyDone({ before, after, steps }: PlanItem, now: Access): boolean {
  if (before === null || after === null) return false
  return steps.every((step) => sameForStep(step, before, now) || sameForStep(step, after, now))
}
