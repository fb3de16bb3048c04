import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import type { PlanRecord } from '../../../features/plans/ports.ts'
import type { EditedUpload, UnfinishedUpload } from '../../../features/uploads/ports.ts'
import { idsFrom } from '../database/new-id.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesFrom } from '../database/stored-bytes.ts'
import { withoutNestedLoops } from '../database/without-nested-loops.ts'
import { canBeRetried } from '../jobs/jobs-retry.ts'
import { recordSwept } from '../retention/swept.ts'
import { readIndex } from './index-cache.ts'
import type { Counts } from './row-counts.ts'
import { mark } from './row-duplicates.ts'
import { type MarkedBlock, writeMarks } from './upload-blocks.ts'
import { keepTally } from './upload-tally.ts'

/** Restarts a read: no rows, no counts, and a new attempt number. */
export async function beginReading(db: Db, id: string, total: number | null) {
  return db.transaction().execute(async (trx) => {
    const begun = await trx
      .updateTable('uploads')
      .set((eb) => ({
        attempt: eb('attempt', '+', 1),
        version: eb('version', '+', 1),
        counts: null,
        issues: null,
        issues_version: 0,
        progress: storableJson({ rows: 0, total }),
      }))
      .where('id', '=', id)
      .returning(['attempt', 'version'])
      .executeTakeFirstOrThrow()
    await trx.deleteFrom('upload_blocks').where('upload_id', '=', id).execute()
    return begun
  })
}

/**
 * Adds rows to the progress and the counts. Returns the version of the rows and their last block; null if another
 * reading took over.
 */
export async function addProgress(
  trx: Db,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  counts: Counts,
): Promise<{ readonly version: number; readonly last: number } | null> {
  const { rows } = await sql<{ version: number; last: number }>`
    update uploads set version = version + 1,
      progress = jsonb_build_object('rows', (progress ->> 'rows')::int + ${counts.rows}, 'total', progress -> 'total'),
      counts = (select jsonb_object_agg(key, value::int + coalesce((uploads.counts ->> key)::int, 0))
        from jsonb_each_text(${storableJson(counts)}::jsonb))
    where id = ${id} and attempt = ${attempt}
    returning version, (select coalesce(max(block), 0) from upload_blocks where upload_id = uploads.id) as last`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** Assigns a new attempt number to work over all rows. */
export async function takeOver(db: Db, id: string): Promise<number> {
  const begun = await db
    .updateTable('uploads')
    .set((eb) => ({ attempt: eb('attempt', '+', 1) }))
    .where('id', '=', id)
    .returning('attempt')
    .executeTakeFirstOrThrow()
  return begun.attempt
}

/**
 * A new version of an upload's rows; null if the upload has another attempt or state. Locks the upload until the
 * transaction ends.
 */
export async function newVersion(
  trx: Db,
  { id, attempt, state }: Pick<EditedUpload, 'id'> & Partial<EditedUpload>,
): Promise<number | null> {
  const row = await trx
    .updateTable('uploads')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .$if(attempt !== undefined, (query) => query.where('attempt', '=', attempt ?? 0))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'checked'))
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}

export async function tieToPlan(db: Db, id: string, planId: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const tied = await trx
      .updateTable('uploads')
      .set({ state: 'planned', plan_id: planId })
      .where('id', '=', storableText(id))
      .where('state', 'in', ['checked', 'planned'])
      .returning(['id', 'corrects_job_id'])
      .executeTakeFirst()
    if (tied === undefined) return false
    const jobId = tied.corrects_job_id
    if (jobId === null || !(await markRetriedElsewhere(trx, tied.id, jobId))) return true
    await newVersion(trx, { id: tied.id })
    const index = await readIndex(trx, tied.id)
    if (index !== null) await keepTally({ db: trx, id: tied.id, index })
    return true
  })
}

/**
 * Marks rows opened from a report as retried elsewhere if their item was retried or dismissed since: no user is sent
 * twice.
 */
async function markRetriedElsewhere(trx: Db, id: string, jobId: string): Promise<boolean> {
  const blocks = await trx
    .selectFrom('upload_blocks')
    .select(['block', 'retries', bytesColumn('marks').as('marks')])
    .where('upload_id', '=', id)
    .where('retries', 'is not', null)
    .execute()
  const { rows } = await withoutNestedLoops(trx, () =>
    sql<{ seq: number }>`
      select i.seq from (select distinct unnest(retries) as seq from upload_blocks where upload_id = ${id}) r
      join job_items i on i.job_id = ${jobId} and i.seq = r.seq where not ${canBeRetried('i')}`.execute(trx),
  )
  const retried = new Set(rows.map(({ seq }) => seq))
  const marked: MarkedBlock[] = []
  for (const { block, retries, marks } of blocks) {
    const before = bytesFrom(marks)
    const after = before.map((bits, at) => {
      const isRetried = retried.has(retries?.[at] ?? 0)
      return isRetried ? bits | mark.retriedElsewhere : bits & ~mark.retriedElsewhere
    })
    if (!before.equals(after)) marked.push({ block, marks: after })
  }
  await writeMarks(trx, id, marked)
  return marked.length > 0
}

export async function freeFromPlan(db: Db, id: string, planId: string): Promise<void> {
  await db
    .updateTable('uploads')
    .set({ state: 'checked', plan_id: null })
    .where('id', '=', storableText(id))
    .where('plan_id', '=', planId)
    .execute()
}

export async function reopen(db: Db, id: string, brokenOff: number): Promise<'open' | 'computing' | 'applied'> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ state: PlanRecord['state'] | null; isBeingMade: boolean | null }>`
      select plans.state, plans.id is null and uploads.plan_id >= ${idsFrom(brokenOff)} as "isBeingMade" from uploads left join plans on plans.id = uploads.plan_id
      where uploads.id = ${id} for update of uploads`.execute(trx)
    const [plan] = rows
    if (plan?.state === 'applied' || plan?.state === 'computing') return plan.state
    if (plan?.isBeingMade === true) return 'computing'
    await sql`update uploads set state = 'checked', plan_id = null where id = ${id} and state = 'planned'`.execute(trx)
    return 'open'
  })
}

/** Also releases uploads tied to a plan that was never stored: the process died between the two. */
export async function unfinished(db: Db, brokenOff: number): Promise<readonly UnfinishedUpload[]> {
  await sql`
    update uploads set state = 'checked', plan_id = null
    where state = 'planned' and plan_id < ${idsFrom(brokenOff)} and not exists (select 1 from plans where plans.id = uploads.plan_id)`.execute(
    db,
  )
  return db
    .selectFrom('uploads')
    .select(['id', 'read_options as readOptions', 'rechecking'])
    .where('state', 'in', ['reading', 'checking'])
    .orderBy('id')
    .execute()
}

/** Deletes an upload, its rows and its bytes. */
export async function removeUpload(db: Db, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('upload_chunks').where('upload_id', '=', id).execute()
    const gone = await trx.deleteFrom('uploads').where('id', '=', id).executeTakeFirst()
    return gone.numDeletedRows === 1n
  })
}

/** Uploads deleted in one transaction: none delays other work for long. */
const sweptAtOnce = 10

/** Whether Muster reads or checks an upload, or runs a job of it. */
const isInUse = sql<boolean>`(state in ('reading', 'checking') or rechecking or exists (
  select from plans left join jobs on jobs.id = plans.job_id where plans.id = uploads.plan_id
    and (plans.state = 'computing' or (jobs.id is not null and jobs.finished_at is null))))`

/** Deletes old uploads, a few at a time. */
export async function sweep(
  db: Db,
  before: { made: number; brokenOff: number; days: number; at: number },
  onRemoved: (id: string) => void,
): Promise<number> {
  let count = 0
  for (;;) {
    const removed = await sweepSome(db, before)
    removed.forEach(onRemoved)
    count += removed.length
    if (removed.length < sweptAtOnce) break
  }
  await sql`
    delete from upload_chunks c where c.upload_id < ${idsFrom(before.brokenOff)}
      and not exists (select 1 from uploads u where u.id = c.upload_id)`.execute(db)
  return count
}

function sweepSome(db: Db, { made, days, at }: { made: number; days: number; at: number }): Promise<readonly string[]> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`delete from uploads where id in (
      select id from uploads where created_at < ${new Date(made)} and not ${isInUse}
      order by created_at limit ${sweptAtOnce}) returning id`.execute(trx)
    const ids = rows.map(({ id }) => id)
    await sql`delete from upload_chunks where upload_id = any(${ids}::text[])`.execute(trx)
    const sentence = message('audit.files_swept', { files: ids.length, days })
    await recordSwept(trx, ids.length, { at, sentence })
    return ids
  })
}
