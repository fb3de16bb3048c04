import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { PlanRecord } from '../../../features/plans/ports.ts'
import type { Tables } from '../database/tables.ts'

type Trx = Transaction<Tables>

/** The plan that a plan edits or retries. An undo of it takes back what it did, so it is not of its case. */
function parentOf({ source, parentJobId }: Pick<PlanRecord, 'source' | 'parentJobId'>): RawBuilder<string> | null {
  if (source.kind === 'edit') return sql<string>`${source.planId}`
  if (parentJobId === null || source.kind === 'undo') return null
  return sql<string>`(select plan_id from jobs where id = ${parentJobId})`
}

/** An edit or a retry of a plan belongs to its erasure case. */
export async function joinCase(trx: Trx, plan: PlanRecord): Promise<void> {
  const parent = parentOf(plan)
  if (parent === null) return
  await sql`update erasure_cases set plan_ids = array_append(plan_ids, ${plan.id})
    where ${parent} = any(plan_ids)`.execute(trx)
}

/**
 * Why the erasure case of a plan sends nothing of it. Locks the case, as a hold does before it looks for unfinished jobs:
 * of a hold and an application, the later one is refused. Call it before plan and job are locked: a hold locks in this
 * order.
 */
export async function refusalByCase(
  trx: Trx,
  planId: string | RawBuilder<string>,
): Promise<'case_held' | 'case_closed' | null> {
  const { rows } = await sql<{ is_closed: boolean; is_held: boolean }>`
    select closed_at is not null as is_closed, held_at is not null as is_held
    from erasure_cases where ${planId} = any(plan_ids) for update`.execute(trx)
  if (rows.some((one) => one.is_closed)) return 'case_closed'
  return rows.some((one) => one.is_held) ? 'case_held' : null
}

/** Locks the case of a plan, which comes before the plan. */
export const lockCase = (trx: Trx, planId: string) =>
  sql`select from erasure_cases where ${planId} = any(plan_ids) for update`.execute(trx)

/** An edit that replaces the draft of a case takes its place there. */
export const followDraft = (trx: Trx, draftId: string, planId: string) =>
  sql`update erasure_cases set plan_id = ${planId}
    where plan_id = ${draftId} and exists (select from plans where id = ${draftId} and replaced_by = ${planId})`.execute(
    trx,
  )

/** Shows a plan as that of its case. */
export const showInCase = (trx: Trx, planId: string) =>
  sql`update erasure_cases set plan_id = ${planId} where ${planId} = any(plan_ids)`.execute(trx)
