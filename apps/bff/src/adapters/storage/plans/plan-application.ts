import { isBuiltIn, permissionsOfMember } from '@muster/core/permission'
import { isFresh } from '@muster/core/policy/step-up'
import { sql, type Transaction } from 'kysely'
import type { ApplyRequest, ApplyResult, NewJob } from '../../../features/plans/ports.ts'
import { refusalByCase, showInCase } from '../cases/case-plans.ts'
import { inTransaction } from '../database/in-transaction.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { lockGuards, readAccountFacts } from '../guards/guard-facts.ts'
import { membershipColumns, membershipOf } from '../session/memberships.ts'
import { readApproval, readPolicy } from './approvals-store.ts'
import { planOfRow } from './plan-rows.ts'

/** The job of a plan. The jobs' store provides it. */
export interface JobInsertion {
  /** Plans of more items are staged. */
  readonly stagedFrom: number
  /** Inserts most items before the job, in short transactions; returns the id that the job must have. */
  stage(db: Db, plan: { readonly planId: string; readonly hash: string; readonly jobId: string }): Promise<string>
  /**
   * Creates the job, in the transaction that marks the plan applied; false if part of it was retried meanwhile.
   */
  insert(trx: Transaction<Tables>, job: NewJob & { readonly stagedBlocks: number }): Promise<boolean>
}

/** Thrown to roll back the writes of a refused application, and caught right outside the transaction. */
class Refused extends Error {
  readonly result: ApplyResult
  constructor(result: ApplyResult) {
    super(result.kind)
    this.result = result
  }
}

/**
 * Applies a plan at most once: of a hundred concurrent requests one wins. Those with the winner's key wait for its row and
 * get its job, the others find the plan applied. The items of a large plan are staged first, once the guards let it pass.
 */
export async function applyPlan(db: Db, jobs: JobInsertion, request: ApplyRequest): Promise<ApplyResult> {
  const { planId, hash } = request
  const plan = await db
    .selectFrom('plans')
    .select(['state', 'hash', 'progress'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const isStaged = plan?.state === 'ready' && plan.hash === hash && plan.progress > jobs.stagedFrom
  if (!isStaged) return applyInTransaction(db, jobs, request)
  await judgeWith(db, request, await hasProof(db, request))
  return applyInTransaction(db, jobs, { ...request, jobId: await jobs.stage(db, request) })
}

async function applyInTransaction(db: Db, jobs: JobInsertion, request: ApplyRequest): Promise<ApplyResult> {
  try {
    return await inTransaction(db, async (trx) => {
      // The job of a script is not paused. Its caller's transaction has other locks, and this order would deadlock with them.
      if (!db.isTransaction) await lockMember(trx, request.actor.memberId)
      const earlier = await keepKey(trx, request)
      if (earlier !== null) return earlier
      return await markApplied(trx, jobs, request)
    })
  } catch (error) {
    // A refusal rolls back: in the caller's transaction it is the caller's error.
    if (error instanceof Refused && !db.isTransaction) return error.result
    throw error
  }
}

/** A change of the member or of their role waits until the job is there, and pauses it. Locks them in the order of such a change. */
async function lockMember(trx: Transaction<Tables>, memberId: string): Promise<void> {
  const member = await trx
    .selectFrom('members')
    .select('role')
    .where('id', '=', storableText(memberId))
    .forShare()
    .executeTakeFirst()
  if (member !== undefined && !isBuiltIn(member.role))
    await trx.selectFrom('roles').select('id').where('id', '=', member.role).forShare().execute()
}

/** What a member may do at this moment; null if they may no longer sign in. */
async function readMembership(db: Db, memberId: string) {
  const row = await db
    .selectFrom('members')
    .select(membershipColumns)
    .where('id', '=', storableText(memberId))
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : membershipOf(row)
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

async function markApplied(trx: Transaction<Tables>, jobs: JobInsertion, request: ApplyRequest): Promise<ApplyResult> {
  const ofCase = await refusalByCase(trx, request.planId)
  const row = await trx.selectFrom('plans').selectAll().where('id', '=', request.planId).forUpdate().executeTakeFirst()
  if (row?.job_id != null) throw new Refused({ kind: 'already_applied', jobId: row.job_id })
  const { jobId } = request
  const isReviewed =
    row?.state === 'ready' &&
    row.replaced_by === null &&
    row.hash === request.hash &&
    (row.staged_job_id ?? jobId) === jobId
  if (row === undefined || !isReviewed || (await storedHash(trx, row.id)) !== row.hash) {
    throw new Refused({ kind: 'not_applicable' })
  }
  if (ofCase !== null) throw new Refused({ kind: ofCase })
  const plan = planOfRow(row)
  const delayMs = await keepJudgement(trx, request)
  await trx
    .updateTable('plans')
    .set({ state: 'applied', job_id: request.jobId })
    .where('id', '=', request.planId)
    .execute()
  const made = await jobs.insert(trx, {
    id: request.jobId,
    planId: plan.id,
    title: plan.title,
    source: plan.source.kind,
    parentJobId: plan.parentJobId,
    summary: plan.summary,
    createdBy: request.actor,
    createdAt: request.at,
    stagedBlocks: row.staged_blocks,
  })
  if (!made) throw new Refused({ kind: 'already_retried' })
  if (plan.summary.kinds.erase > 0) await showInCase(trx, plan.id)
  return { kind: 'applied', jobId: request.jobId, delayMs }
}

/** `createPlanHash` over the blocks as stored; each block is verified against its digest when it is read. */
async function storedHash(trx: Transaction<Tables>, planId: string): Promise<string | undefined> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(convert_to(coalesce(string_agg(digest, '' order by block), ''), 'UTF8')), 'hex') as hash
    from plan_blocks where plan_id = ${planId}`.execute(trx)
  return rows[0]?.hash
}

async function judgeWith(
  db: Db,
  { judge, planId, actor }: ApplyRequest,
  isProved: boolean,
): Promise<ReturnType<ApplyRequest['judge']>> {
  const { stopped_at } = await db.selectFrom('guard_state').select('stopped_at').executeTakeFirstOrThrow()
  const membership = await readMembership(db, actor.memberId)
  return judge({
    facts: await readAccountFacts(db, 'sent_and_waiting'),
    stopped: stopped_at !== null,
    policy: await readPolicy(db),
    approval: await readApproval(db, planId),
    scope: membership?.scope ?? null,
    permissions: membership === null ? [] : permissionsOfMember(membership),
    isProved,
  })
}

async function hasProof(db: Db, { provedBy, hash, at }: ApplyRequest): Promise<boolean> {
  const proof = await db
    .selectFrom('plan_proofs')
    .select('at')
    .where('session_id', '=', provedBy ?? '')
    .where('plan_hash', '=', hash)
    .executeTakeFirst()
  return proof !== undefined && isFresh(proof.at.getTime(), at)
}

/** Uses the proof up. A refusal rolls that back, so a typing mistake costs no second proof. */
async function useProof(trx: Transaction<Tables>, { provedBy, hash, at }: ApplyRequest): Promise<boolean> {
  const proof = await trx
    .deleteFrom('plan_proofs')
    .where('session_id', '=', provedBy ?? '')
    .where('plan_hash', '=', hash)
    .returning('at')
    .executeTakeFirst()
  return proof !== undefined && isFresh(proof.at.getTime(), at)
}

/** Serializes applications: small jobs must not pass the limits together. */
async function keepJudgement(trx: Transaction<Tables>, request: ApplyRequest): Promise<number> {
  await lockGuards(trx)
  const { delayMs, shareConfirmed } = await judgeWith(trx, request, await useProof(trx, request))
  const startAt = delayMs === 0 ? null : sql<Date>`clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond'`
  await trx
    .insertInto('job_guards')
    .values({ job_id: request.jobId, start_at: startAt, share_confirmed: shareConfirmed })
    .execute()
  return delayMs
}
