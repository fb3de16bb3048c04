import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import { type Kept, mostAtOnce, recordSwept } from '../retention/swept.ts'

/** Unapplied plans of one member; one more removes the oldest. */
const mostUnapplied = 100
/** A plan is not pruned for this long after its approval was requested or given. */
const approvalKeptMs = 24 * 3_600_000

/** Removes plans that were kept long enough and never applied, with their items and those staged of their jobs; their uploads can be planned again. */
export function sweepPlans(db: Db, { before, days, at }: Kept): Promise<number> {
  return inTransaction(db, async (trx) => {
    const old = sql`select id from plans
      where job_id is null and state <> 'computing' and created_at < ${new Date(before)} limit ${mostAtOnce}`
    const plans = await removePlans(trx, old)
    await recordSwept(trx, plans, { at, sentence: message('audit.plans_swept', { plans, days }) })
    return plans
  })
}

/** Limits the number of a member's unapplied plans. One whose approval was requested or given lately stays. */
export async function prunePlans(db: Db, memberId: string, now: number): Promise<void> {
  await removePlans(
    db,
    sql`select id from (
      select id, state from plans where job_id is null and created_by_id = ${memberId}
      order by created_at desc, id desc offset ${mostUnapplied}) as oldest where state <> 'computing'
        and not exists (select from approvals a where a.plan_id = oldest.id and a.state in ('waiting', 'approved')
          and coalesce(a.decided_at, a.requested_at) >= ${new Date(now - approvalKeptMs)})`,
  )
}

export async function removePlans(db: Db, ids: ReturnType<typeof sql>): Promise<number> {
  return await inTransaction(db, async (trx) => {
    // An application of the plan locks its row; the second transaction sees the first one's result.
    const { rows } = await sql<{ id: string; staged: string | null }>`
      delete from plans where id in (${ids}) and job_id is null and not exists (select from plans e
        where e.source ->> 'planId' = plans.id and e.state = 'computing') returning id, staged_job_id as staged`.execute(
      trx,
    )
    const staged = rows.flatMap((row) => row.staged ?? [])
    if (staged.length > 0) await sql`delete from job_items where job_id = any(${staged}::text[])`.execute(trx)
    const removed = rows.map(({ id }) => id)
    if (removed.length > 0)
      await sql`update uploads set state = 'checked', plan_id = null
        where state = 'planned' and plan_id = any(${removed}::text[])`.execute(trx)
    return removed.length
  })
}
