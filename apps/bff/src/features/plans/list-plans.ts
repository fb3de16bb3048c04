import type { PlanListEntry } from '@muster/contracts/plans'
import { ProblemError } from '../../http/problem-error.ts'
import type { PlanDeps } from './plan-deps.ts'
import { stateOf } from './plan-entry.ts'
import type { PlanRecord } from './ports.ts'

interface ListInput {
  readonly only?: 'not_applied' | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of plans, newest first. The cursor is the id of the last plan shown. */
export async function listPlans(
  { store, clock }: Pick<PlanDeps, 'store' | 'clock'>,
  { only, cursor, limit }: ListInput,
): Promise<{ readonly items: PlanListEntry[]; readonly next: string | null }> {
  if (cursor !== undefined && !/^[0-9a-f-]{36}$/.test(cursor)) {
    throw new ProblemError('invalid_request', 'The cursor is not one this list gave. Start from the first page.', {
      errors: [{ location: 'query.cursor', message: 'is not a cursor of this list' }],
    })
  }
  const found = await store.list({ before: cursor ?? null, notApplied: only === 'not_applied', limit: limit + 1 })
  const plans = found.slice(0, limit)
  const now = clock.now()
  return {
    items: plans.map((plan) => listEntry(plan, now)),
    next: found.length > limit ? (plans.at(-1)?.id ?? null) : null,
  }
}

function listEntry(plan: PlanRecord, now: number): PlanListEntry {
  return {
    id: plan.id,
    title: plan.title,
    source: plan.source.kind,
    state: stateOf(plan, now),
    jobId: plan.jobId,
    total: plan.summary.total,
    kinds: plan.summary.kinds,
    createdBy: plan.createdBy.email,
    createdAt: new Date(plan.createdAt).toISOString(),
  }
}
