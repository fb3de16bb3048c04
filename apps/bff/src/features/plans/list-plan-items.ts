import type { PlanItem } from '@muster/core/plan/plan'
import { ProblemError } from '../../http/problem-error.ts'
import { getPlan } from './get-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { ItemFilter } from './ports.ts'

function afterOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor)
  const errors = [{ location: 'query.cursor', message: 'is not a cursor of this list' }]
  throw new ProblemError('invalid_request', 'The cursor is not one this list gave. Start from the first page.', {
    errors,
  })
}

/** A page of a plan's items in their order. Throws `not_found` for an unknown plan. */
export async function listPlanItems(
  deps: Pick<PlanDeps, 'store'>,
  input: Omit<ItemFilter, 'afterSeq'> & { readonly planId: string; readonly cursor: string | undefined },
): Promise<{ readonly items: readonly PlanItem[]; readonly next: string | null }> {
  const afterSeq = afterOf(input.cursor)
  await getPlan(deps, { id: input.planId })
  const { disposition, effect, cause, q, limit } = input
  const found = await deps.store.items(input.planId, { disposition, effect, cause, q, afterSeq, limit: limit + 1 })
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? String(items.at(-1)?.seq ?? 0) : null }
}
