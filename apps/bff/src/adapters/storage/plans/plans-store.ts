import type { PlanItem } from '@muster/core/plan/plan'
import { type ExpressionBuilder, sql } from 'kysely'
import type {
  ApplyRequest,
  FrozenPlan,
  ItemFilter,
  KeptItem,
  PlanRecord,
  PlanStore,
} from '../../../features/plans/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { applyInTransaction, type InsertJob } from './plan-application.ts'
import { planOfRow, rowOfItem, storedSubject } from './plan-rows.ts'
import { prunePlans } from './plans-sweep.ts'

/** Stores plans in the database. Items are jsonb beside the few columns that lists filter by. */
export function createSqlPlanStore(db: Db, insertJob: InsertJob): PlanStore {
  return {
    create: (plan) => create(db, plan),
    get: async (id) => {
      const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : planOfRow(row)
    },
    list: async ({ before, notApplied, limit }) => {
      const rows = await db
        .selectFrom('plans')
        .selectAll()
        .$if(before !== null, (query) => query.where('id', '<', storableText(before ?? '')))
        .$if(notApplied, (query) => query.where('state', '<>', 'applied'))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(planOfRow)
    },
    beginAttempt: (id) => beginAttempt(db, id),
    heldSubjects: (id, subjects) => heldSubjects(db, id, subjects),
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
    items: (id, filter) => listItems(db, id, filter),
    apply: (request: ApplyRequest) => applyInTransaction(db, insertJob, request),
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

async function create(db: Db, plan: PlanRecord): Promise<void> {
  const title = storedSentence(plan.title)
  await db
    .insertInto('plans')
    .values({
      id: plan.id,
      title: title.text,
      title_message: title.message,
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
    })
    .execute()
  await prunePlans(db, plan.createdBy.memberId)
}

async function beginAttempt(db: Db, id: string): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    const begun = await trx
      .updateTable('plans')
      .set((eb) => ({ attempt: eb('attempt', '+', 1), progress: 0 }))
      .where('id', '=', id)
      .where('state', '=', 'computing')
      .returning('attempt')
      .executeTakeFirst()
    if (begun === undefined) return null
    await trx.deleteFrom('plan_items').where('plan_id', '=', id).execute()
    return begun.attempt
  })
}

async function heldSubjects(db: Db, id: string, subjects: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const requested = new Map(subjects.map((subject) => [storableText(storedSubject(subject)), subject]))
  // One index lookup each: without statistics of a plan just being written, the planner would read all of it.
  const { rows } = await sql<{ subject: string; seq: number }>`
    select requested.subject, held.seq from unnest(${[...requested.keys()]}::text[]) as requested(subject)
    cross join lateral (select seq from plan_items where plan_id = ${id} and subject = requested.subject limit 1) as held`.execute(
    db,
  )
  return new Map(rows.map((row) => [requested.get(row.subject) ?? '', row.seq]))
}

type Attempt = { readonly id: string; readonly attempt: number }

async function append(db: Db, { id, attempt }: Attempt, kept: readonly KeptItem[]): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const moved = await trx
      .updateTable('plans')
      .set((eb) => ({ progress: eb('progress', '+', kept.length) }))
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'computing')
      .executeTakeFirst()
    if (moved.numUpdatedRows !== 1n) return false
    await sql`
      insert into plan_items
        (plan_id, seq, subject, user_id, retries_seq, kind, disposition, causes, effects, search, item)
      select ${id}, r.seq, r.subject, r.user_id, r.retries_seq, r.kind, r.disposition, r.causes, r.effects, r.search, r.item
      from jsonb_to_recordset(${storableJson(kept.map(rowOfItem))}::jsonb) as r(
        seq int, subject text, user_id text, retries_seq int, kind text, disposition text, causes text[], effects text[],
        search text, item jsonb)`.execute(trx)
    return true
  })
}

async function finish(db: Db, { id, attempt }: Attempt, frozen: FrozenPlan): Promise<boolean> {
  const title = storedSentence(frozen.title)
  return db.transaction().execute(async (trx) => {
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
      .returning('created_by')
      .executeTakeFirst()
    if (row === undefined) return false
    const { sentence } = frozen
    const draft = { actor: row.created_by, subject: null, sentence, outcome: null, jobId: null }
    await appendAudit(trx, [{ action: 'plan.made', ...draft }])
    return true
  })
}

async function listItems(db: Db, id: string, filter: ItemFilter): Promise<readonly PlanItem[]> {
  const { disposition, effect, cause, q } = filter
  const rows = await db
    .selectFrom('plan_items')
    .select('item')
    .where('plan_id', '=', id)
    .where('seq', '>', filter.afterSeq)
    .$if(disposition !== undefined, (query) => query.where('disposition', '=', disposition ?? 'change'))
    .$if(effect !== undefined, (query) => query.where(holds('effects', effect ?? '')))
    .$if(cause !== undefined, (query) => query.where(holds('causes', cause ?? '')))
    .$if(q !== undefined && q.trim() !== '', (query) =>
      query.where(sql<boolean>`position(${storableText((q ?? '').trim().toLowerCase())} in search) > 0`),
    )
    .orderBy('seq')
    .limit(filter.limit)
    .execute()
  return rows.map((row) => row.item)
}

const holds = (column: 'effects' | 'causes', value: string) => (eb: ExpressionBuilder<Tables, 'plan_items'>) =>
  eb(sql<string>`${storableText(value)}`, '=', sql<string>`any(${sql.ref(column)})`)
