import { message } from '@muster/wording/message'
import { type Kysely, sql } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'

/** Families of jobs that one sweep deletes; the next one continues. */
const mostFamilies = 50

interface Retention {
  /** Milliseconds since 1970. */
  readonly endedBefore: number
  /** For the audit. */
  readonly days: number
  readonly at: number
}

/**
 * Deletes old jobs with their plans, items, erasures and files; a job and its retries and undos only together, when all
 * have ended and no erasure is open. The audit keeps what they did. Returns their number.
 */
export function sweepJobs(db: Db, { endedBefore, days, at }: Retention): Promise<number> {
  return inTransaction(db, async (trx) => {
    const jobs = await removableJobs(trx, new Date(endedBefore))
    if (jobs.length === 0) return 0
    const ids = sql`any(${jobs.map(({ id }) => id)}::text[])`
    const plans = sql`any(${jobs.map(({ planId }) => planId)}::text[])`
    await sql`delete from erasure_people where erasure_id in (select id from erasures where job_id = ${ids})`.execute(
      trx,
    )
    await sql`delete from erasures where job_id = ${ids}`.execute(trx)
    await sql`delete from destructive_sends where job_id = ${ids}`.execute(trx)
    await sql`delete from admin_losses where job_id = ${ids}`.execute(trx)
    await sql`delete from job_guards where job_id = ${ids}`.execute(trx)
    await sql`delete from job_items where job_id = ${ids}`.execute(trx)
    await sql`delete from jobs where id = ${ids}`.execute(trx)
    await sql`delete from uploads where plan_id = ${plans} or corrects_job_id = ${ids}`.execute(trx)
    await sql`delete from plan_requests where plan_id = ${plans}`.execute(trx)
    await sql`delete from plans where id = ${plans}`.execute(trx)
    const sentence = message('audit.jobs_swept', { jobs: jobs.length, days })
    await appendAudit(trx, [{ action: 'retention.swept', actor: 'Muster', sentence }], new Date(at))
    return jobs.length
  })
}

async function removableJobs(db: Kysely<Tables>, before: Date): Promise<readonly { id: string; planId: string }[]> {
  const { rows } = await sql<{ id: string; planId: string }>`
    with recursive family as (
      select id, id as root from jobs where parent_job_id is null
      union all select jobs.id, root from jobs join family on jobs.parent_job_id = family.id
    ), old as (
      select root, max(coalesce(finished_at, 'infinity')) as ended from family join jobs using (id)
      group by root having max(coalesce(finished_at, 'infinity')) < ${before} and not exists (
        select 1 from erasures join family as its on its.id = erasures.job_id
        where its.root = family.root and erasures.finished_at is null)
      order by ended limit ${mostFamilies}
    )
    select id, plan_id as "planId" from family join jobs using (id) where root in (select root from old)`.execute(db)
  return rows
}
