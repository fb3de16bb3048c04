import type { PlanListEntry } from '@muster/contracts/plans/listed-plans'
import { englishText, messageOf } from '@muster/wording/english'
import { idOf, pageOf } from '../../http/request/cursor.ts'
import type { Own } from '../../http/session/actor.ts'
import type { PlanDeps } from './plan-deps.ts'
import { isEditable } from './plan-edit.ts'
import { planLifeMs, stateOf } from './plan-entry.ts'
import type { ListedPlan, PlanFilter } from './ports.ts'

interface ListInput {
  readonly only?: PlanFilter | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly own: Own | null
}

/** A page of plans, newest first. The cursor is the id of the last plan shown. */
export async function listPlans(
  { store, clock, readTitleSearch }: Pick<PlanDeps, 'store' | 'clock' | 'readTitleSearch'>,
  { only, q, cursor, limit, own }: ListInput,
): Promise<{ readonly items: PlanListEntry[]; readonly next: string | null }> {
  const now = clock.now()
  const liveFrom = now - planLifeMs
  const found = await store.list({
    before: idOf(cursor),
    only: only ?? null,
    q: q === undefined ? q : await readTitleSearch(q),
    liveFrom,
    limit: limit + 1,
    own,
  })
  const { items, next } = pageOf(found, limit, ({ id }) => id)
  return { items: items.map((plan) => listEntry(plan, now)), next }
}

function listEntry(plan: ListedPlan, now: number): PlanListEntry {
  return {
    id: plan.id,
    title: englishText(plan.title),
    titleMessage: messageOf(plan.title),
    name: plan.name,
    source: plan.source.kind,
    state: stateOf(plan, now),
    approval: plan.approval,
    jobId: plan.jobId,
    total: plan.summary.total,
    kinds: plan.summary.kinds,
    isEditable: isEditable(plan),
    createdBy: plan.createdBy.email,
    createdAt: new Date(plan.createdAt).toISOString(),
  }
}
