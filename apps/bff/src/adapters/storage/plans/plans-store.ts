import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Sentence } from '@muster/core/text/message'
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely'
import type {
  ApplyRequest,
  FrozenPlan,
  KeptItem,
  ListedPlan,
  PlanFilter,
  PlanPage,
  PlanRecord,
  PlanStore,
} from '../../../features/plans/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { followDraft, joinCase, lockCase } from '../cases/case-plans.ts'
import { inTransaction } from '../database/in-transaction.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { findTitles } from '../database/title-search.ts'
import { isOwn } from '../session/own-records.ts'
import { applyPlan, type JobInsertion } from './plan-application.ts'
import { appendBlocks, encodeBlocks, listPlanItems } from './plan-blocks.ts'
import { planOfRow } from './plan-rows.ts'
import { prunePlans } from './plans-sweep.ts'

/** Stores plans in the database, their items in compressed blocks. */
export function createSqlPlanStore(db: Db, jobs: JobInsertion): PlanStore {
  return {
    create: (plan) => create(db, plan),
    get: async (id) => {
      const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : planOfRow(row)
    },
    list: (page) => listPlans(db, page),
    beginAttempt: (id) => beginAttempt(db, id),
    append: (id, attempt, items) => append(db, { id, attempt }, items),
    finish: (id, attempt, result) => finish(db, { id, attempt }, result),
    fail: async (id, attempt, problem) => {
      const stored = storedSentence(problem)
      const failed = await db
        .updateTable('plans')
        .set({ state: 'failed', problem: stored.text, problem_message: stored.message })
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('state', '=', 'computing')
        .executeTakeFirst()
      return failed.numUpdatedRows === 1n
    },
    rename: (id, name, line) => rename(db, id, { name, line }),
    items: (id, filter) => listPlanItems(db, id, filter),
    apply: (request: ApplyRequest) => applyPlan(db, jobs, request),
    repeated: async (actorId, key) => {
      const row = await db
        .selectFrom('plan_requests')
        .select(['digest', 'job_id'])
        .where('member_id', '=', actorId)
        .where('key', '=', storableText(key))
        .executeTakeFirst()
      return row === undefined ? null : { digest: row.digest, jobId: row.job_id }
    },
    computing: async () => {
      const rows = await db.selectFrom('plans').select('id').where('state', '=', 'computing').orderBy('id').execute()
      return rows.map((row) => row.id)
    },
  }
}

/** The columns of a plan; JSON is text in them. */
export function planColumns(plan: PlanRecord) {
  const title = storedSentence(plan.title)
  return {
    id: plan.id,
    title: title.text,
    title_message: title.message,
    name: plan.name,
    source: storableJson(plan.source),
    state: plan.state,
    problem: null,
    progress: plan.progress,
    summary: storableJson(plan.summary),
    hash: plan.hash,
    job_id: plan.jobId,
    parent_job_id: plan.parentJobId,
    created_by: plan.createdBy.email,
    created_by_id: plan.createdBy.memberId,
    created_at: new Date(plan.createdAt),
    directory_at: plan.directoryAt,
  }
}

/** The audit entry of a plan that is ready. */
export function madeLine(actor: string, sentence: Sentence): AuditLine {
  return { action: 'plan.made', actor, subject: null, sentence, outcome: null, jobId: null }
}

async function create(db: Db, plan: PlanRecord): Promise<void> {
  const { source } = plan
  await inTransaction(db, async (trx) => {
    // A change of the selection ends before, or sees this plan and is made in a copy.
    if (source.kind === 'selection')
      await sql`select 1 from selections where id = ${storableText(source.selectionId)} for share`.execute(trx)
    await joinCase(trx, plan)
    await trx.insertInto('plans').values(planColumns(plan)).execute()
  })
  await prunePlans(db, plan.createdBy.memberId, plan.createdAt)
}

async function beginAttempt(db: Db, id: string): Promise<number | null> {
  return inTransaction(db, async (trx) => {
    const begun = await trx
      .updateTable('plans')
      .set((eb) => ({ attempt: eb('attempt', '+', 1), progress: 0 }))
      .where('id', '=', id)
      .where('state', '=', 'computing')
      .returning('attempt')
      .executeTakeFirst()
    if (begun === undefined) return null
    await trx.deleteFrom('plan_blocks').where('plan_id', '=', id).execute()
    return begun.attempt
  })
}

type Attempt = { readonly id: string; readonly attempt: number }

async function append(db: Db, plan: Attempt, kept: readonly KeptItem[]): Promise<readonly string[] | null> {
  const blocks = await encodeBlocks(kept)
  return (await appendBlocks(db, plan, blocks)) ? blocks.map(({ digest }) => digest) : null
}

async function finish(db: Db, { id, attempt }: Attempt, frozen: FrozenPlan): Promise<boolean> {
  const title = storedSentence(frozen.title)
  return inTransaction(db, async (trx) => {
    await lockCase(trx, id)
    const row = await trx
      .updateTable('plans')
      .set({
        state: 'ready',
        title: title.text,
        title_message: title.message,
        summary: storableJson(frozen.summary),
        hash: frozen.hash,
      })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'computing')
      .returning(['created_by', 'created_by_id', 'source'])
      .executeTakeFirst()
    if (row === undefined) return false
    if (row.source.kind === 'edit') await replaceDraft(trx, row.source.planId, { id, memberId: row.created_by_id })
    await appendAudit(trx, [madeLine(row.created_by, frozen.sentence)])
    return true
  })
}

async function rename(
  db: Db,
  id: string,
  { name, line }: { readonly name: string | null; readonly line: AuditLine },
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const kept = name === null ? null : storableText(name)
    const renamed = await trx
      .updateTable('plans')
      .set({ name: kept })
      .where('id', '=', id)
      .where(sql<boolean>`name is distinct from ${kept}`)
      .executeTakeFirst()
    if (renamed.numUpdatedRows === 0n) return false
    await appendAudit(trx, [line])
    return true
  })
}

/** Another member's draft stays, and one that waits for approval: its approvers decide on what they were sent. */
async function replaceDraft(
  trx: Transaction<Tables>,
  draftId: string,
  by: { readonly id: string; readonly memberId: string },
): Promise<void> {
  await trx
    .updateTable('plans')
    .set({ replaced_by: by.id })
    .where('id', '=', draftId)
    .where('created_by_id', '=', by.memberId)
    .where('job_id', 'is', null)
    .where('replaced_by', 'is', null)
    .where(sql<boolean>`not exists (select from approvals a where a.plan_id = plans.id and a.state = 'waiting')`)
    .execute()
  // The plan goes on under the name of the draft, unless it got its own while it was computed.
  await sql`update plans set name = coalesce(plans.name, draft.name) from plans draft
    where plans.id = ${by.id} and draft.id = ${draftId} and draft.replaced_by = plans.id`.execute(trx)
  await followDraft(trx, draftId, by.id)
}

async function listPlans(db: Db, { only, q, liveFrom, own, ...page }: PlanPage): Promise<readonly ListedPlan[]> {
  const shown = db
    .selectFrom('plans')
    .leftJoin('approvals', 'approvals.plan_id', 'plans.id')
    .$if(own !== null, (query) => query.where(isOwn(own, 'plans')))
    .$if(only !== null, (query) => query.where(conditionOf(only ?? 'not_applied', new Date(liveFrom))))
    .orderBy('plans.id', 'desc')
  const pageOf = ({ before, limit }: typeof page) =>
    shown.$if(before !== null, (query) => query.where('plans.id', '<', storableText(before ?? ''))).limit(limit)
  const titles = async (part: typeof page) => {
    const rows = await pageOf(part)
      .select(['plans.id', 'name', 'title', 'created_by', 'title_message as message'])
      .execute()
    return rows.map(({ id, name, title, created_by, message }) => ({ id, texts: [name, title, created_by], message }))
  }
  const listed =
    q === undefined
      ? pageOf(page)
      : shown.where(sql<boolean>`plans.id = any(${await findTitles(q, page, titles)}::text[])`)
  const rows = await listed.selectAll('plans').select('approvals.state as approval').execute()
  return rows.map((row) => ({ ...planOfRow(row), approval: row.approval }))
}

function conditionOf(only: PlanFilter, liveFrom: Date): RawBuilder<SqlBool> {
  switch (only) {
    case 'applied':
      return sql`plans.state = 'applied'`
    case 'not_applied':
      return sql`plans.state <> 'applied'`
    case 'draft':
      return sql`plans.replaced_by is null and (plans.state = 'computing' or plans.state = 'ready' and plans.created_at >= ${liveFrom})`
    case 'expired':
      return sql`plans.replaced_by is null and plans.state = 'ready' and plans.created_at < ${liveFrom}`
    case 'waiting':
      return sql`approvals.state = 'waiting' and plans.state = 'ready' and plans.created_at >= ${liveFrom}`
  }
}
