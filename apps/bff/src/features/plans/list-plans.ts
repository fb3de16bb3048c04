import type { PlanListEntry } from '@muster/contracts/plans'
import { englishText, messageOf } from '@muster/wording/english'
import { idOf, pageOf } from '../../http/request/cursor.ts'
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
  const found = await store.list({ before: idOf(cursor), notApplied: only === 'not_applied', limit: limit + 1 })
  const { items, next } = pageOf(found, limit, ({ id }) => id)
  const now = clock.now()
  return { items: items.map((plan) => listEntry(plan, now)), next }
}

function listEntry(plan: PlanRecord, now: number): PlanListEntry {
  return {
    id: plan.id,
    title: englishText(plan.title),
    titleMessage: messageOf(plan.title),
    source: plan.source.kind,
    state: stateOf(plan, now),
    jobId: plan.jobId,
    total: plan.summary.total,
    kinds: plan.summary.kinds,
    createdBy: plan.createdBy.email,
    createdAt: new Date(plan.createdAt).toISOString(),
  }
}
