import { sql, type Transaction } from 'kysely'
import type { ApplyRequest, ApplyResult, NewJob } from '../../../features/plans/ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { lockGuards, readAccountFacts } from '../guards/guard-facts.ts'
import { planOfRow } from './plan-rows.ts'

/**
 * Creates the job of a plan, in the transaction that marks the plan applied; false if part of it was retried meanwhile.
 * The jobs' store provides it.
 */
export type InsertJob = (trx: Transaction<Tables>, job: NewJob) => Promise<boolean>

/** Thrown to roll back the writes of a refused application, and caught right outside the transaction. */
class Refused extends Error {
  readonly result: ApplyResult
  constructor(result: ApplyResult) {
    super(result.kind)
    this.result = result
  }
}

/**
 * Marks a plan applied and creates its job, at most once: of a hundred concurrent requests one wins. Those with the
 * winner's key wait for its row and get its job, the others find the plan applied.
 */
export async function applyInTransaction(db: Db, insertJob: InsertJob, request: ApplyRequest): Promise<ApplyResult> {
  try {
    return await db.transaction().execute(async (trx) => {
      const earlier = await keepKey(trx, request)
      if (earlier !== null) return earlier
      return await markApplied(trx, insertJob, request)
    })
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}

async function keepKey(trx: Transaction<Tables>, request: ApplyRequest): Promise<ApplyResult | null> {
  if (request.idempotency === null) return null
  const { digest } = request.idempotency
  const key = storableText(request.idempotency.key)
  const kept = await trx
    .insertInto('plan_requests')
    .values({
      member_id: request.actor.memberId,
      key,
      digest,
      plan_id: request.planId,
      job_id: request.jobId,
      at: new Date(request.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (kept.numInsertedOrUpdatedRows === 1n) return null
  const row = await trx
    .selectFrom('plan_requests')
    .select(['digest', 'job_id'])
    .where('member_id', '=', request.actor.memberId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return row.digest === digest ? { kind: 'repeated', jobId: row.job_id } : { kind: 'key_reused' }
}

async function markApplied(
  trx: Transaction<Tables>,
  insertJob: InsertJob,
  request: ApplyRequest,
): Promise<ApplyResult> {
  const row = await trx.selectFrom('plans').selectAll().where('id', '=', request.planId).forUpdate().executeTakeFirst()
  if (row?.job_id != null) throw new Refused({ kind: 'already_applied', jobId: row.job_id })
  if (row === undefined || row.state !== 'ready' || row.hash !== request.hash) {
    throw new Refused({ kind: 'not_applicable' })
  }
  const plan = planOfRow(row)
  const delayMs = await keepJudgement(trx, request)
  await trx
    .updateTable('plans')
    .set({ state: 'applied', job_id: request.jobId })
    .where('id', '=', request.planId)
    .execute()
  const made = await insertJob(trx, {
    id: request.jobId,
    planId: plan.id,
    title: plan.title,
    source: plan.source.kind,
    parentJobId: plan.parentJobId,
    summary: plan.summary,
    createdBy: request.actor,
    createdAt: request.at,
  })
  if (!made) throw new Refused({ kind: 'already_retried' })
  return { kind: 'applied', jobId: request.jobId, delayMs }
}

/** Serializes applications: small jobs must not pass the limits together. */
async function keepJudgement(trx: Transaction<Tables>, { judge, jobId }: ApplyRequest): Promise<number> {
  await lockGuards(trx)
  const { stopped_at } = await trx.selectFrom('guard_state').select('stopped_at').executeTakeFirstOrThrow()
  const { delayMs, shareConfirmed } = judge(await readAccountFacts(trx, 'sent_and_waiting'), stopped_at !== null)
  const startAt = delayMs === 0 ? null : sql<Date>`clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond'`
  await trx
    .insertInto('job_guards')
    .values({ job_id: jobId, start_at: startAt, share_confirmed: shareConfirmed })
    .execute()
  return delayMs
}
