import { sql } from 'kysely'
import type { CheckedRow, UnfinishedUpload } from '../../../features/uploads/ports.ts'
import { idsFrom } from '../database/new-id.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { withoutNestedLoops } from '../database/without-nested-loops.ts'
import { canBeRetried } from '../jobs/jobs-retry.ts'
import { insertRows, updateRows } from './upload-rows.ts'
import { countsOf, keepTally } from './upload-tally.ts'

/** Restarts a read: no rows, no counts, and a new attempt number. */
export async function beginReading(db: Db, id: string, total: number | null): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const begun = await trx
      .updateTable('uploads')
      .set((eb) => ({ attempt: eb('attempt', '+', 1), tally: null, progress: storableJson({ rows: 0, total }) }))
      .where('id', '=', id)
      .returning('attempt')
      .executeTakeFirstOrThrow()
    await trx.deleteFrom('upload_rows').where('upload_id', '=', id).execute()
    return begun.attempt
  })
}

/** Stores rows with their progress and counts, all or nothing. */
export async function keepRows(
  db: Db,
  { id, attempt }: { id: string; attempt: number },
  rows: readonly CheckedRow[],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const moved = await sql`
      update uploads set
        progress = jsonb_build_object('rows', (progress ->> 'rows')::int + ${rows.length}, 'total', progress -> 'total'),
        tally = jsonb_build_object('groups', '[]'::jsonb, 'counts', (
          select jsonb_object_agg(key, value::int + coalesce((tally -> 'counts' ->> key)::int, 0))
          from jsonb_each_text(${storableJson(countsOf(rows))}::jsonb)))
      where id = ${id} and attempt = ${attempt}`.execute(trx)
    if (moved.numAffectedRows !== 1n) return false
    if (rows.length > 0) await insertRows(trx, id, rows)
    return true
  })
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

/** Writes rows, unless other work took over from this attempt. Locks the upload meanwhile to prevent a takeover. */
export async function replaceRows(
  db: Db,
  { id, attempt }: { id: string; attempt: number | undefined },
  rows: readonly CheckedRow[],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const upload = await trx.selectFrom('uploads').select('attempt').where('id', '=', id).forUpdate().executeTakeFirst()
    if (upload === undefined || (attempt !== undefined && upload.attempt !== attempt)) return false
    await updateRows(trx, id, rows)
    return true
  })
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
    if (jobId !== null && (await markRetriedElsewhere(trx, tied.id, jobId))) await keepTally(trx, tied.id)
    return true
  })
}

/** Marks rows opened from a report as done if their item was retried or dismissed since: no user is sent twice. */
async function markRetriedElsewhere(trx: Db, id: string, jobId: string): Promise<boolean> {
  const mark = sql`
    update upload_rows r set done = true, duplicate_of = null from job_items i
    where r.upload_id = ${id} and not r.done and i.job_id = ${jobId} and i.seq = r.retries_seq
      and not ${canBeRetried('i')}`
  const marked = await withoutNestedLoops(trx, () => mark.execute(trx))
  return (marked.numAffectedRows ?? 0n) > 0n
}

export async function freeFromPlan(db: Db, id: string, planId: string): Promise<void> {
  await db
    .updateTable('uploads')
    .set({ state: 'checked', plan_id: null })
    .where('id', '=', storableText(id))
    .where('plan_id', '=', planId)
    .execute()
}

export async function reopen(db: Db, id: string): Promise<'open' | 'computing' | 'applied'> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ state: string | null }>`
      select plans.state from uploads left join plans on plans.id = uploads.plan_id
      where uploads.id = ${id} for update of uploads`.execute(trx)
    const plan = rows[0]?.state
    if (plan === 'applied' || plan === 'computing') return plan
    await sql`update uploads set state = 'checked', plan_id = null where id = ${id} and state = 'planned'`.execute(trx)
    return 'open'
  })
}

/** Also releases uploads tied to a plan that was never stored: the process died between the two. */
export async function unfinished(db: Db): Promise<readonly UnfinishedUpload[]> {
  await sql`
    update uploads set state = 'checked', plan_id = null
    where state = 'planned' and not exists (select 1 from plans where plans.id = uploads.plan_id)`.execute(db)
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

/** Deletes old uploads one at a time: none delays other work for long. */
export async function sweep(db: Db, before: { made: number; brokenOff: number }): Promise<number> {
  const old = await db
    .selectFrom('uploads')
    .select('id')
    .where('created_at', '<', new Date(before.made))
    .orderBy('created_at')
    .limit(1000)
    .execute()
  for (const { id } of old) {
    await removeUpload(db, id)
  }
  await sql`
    delete from upload_chunks c where c.upload_id < ${idsFrom(before.brokenOff)}
      and not exists (select 1 from uploads u where u.id = c.upload_id)`.execute(db)
  return old.length
}
