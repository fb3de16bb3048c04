import type { PlanItem } from '@muster/core/plan/plan'
import { numberOf, pageOf } from '../../http/request/cursor.ts'
import { storedPlan } from './get-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { ItemFilter } from './ports.ts'

/** A page of a plan's items in their order. Throws `not_found` for an unknown plan. */
export async function listPlanItems(
  deps: Pick<PlanDeps, 'store'>,
  input: Omit<ItemFilter, 'afterSeq'> & { readonly planId: string; readonly cursor: string | undefined },
): Promise<{ readonly items: readonly PlanItem[]; readonly next: string | null }> {
  const afterSeq = numberOf(input.cursor)
  await storedPlan(deps, { id: input.planId })
  const { disposition, effect, cause, q, limit } = input
  const found = await deps.store.items(input.planId, { disposition, effect, cause, q, afterSeq, limit: limit + 1 })
  return pageOf(found, limit, ({ seq }) => String(seq))
}
