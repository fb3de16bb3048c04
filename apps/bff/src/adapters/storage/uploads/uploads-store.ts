import type { Selectable } from 'kysely'
import type { EditedUpload, UploadChanges, UploadRecord } from '../../../features/uploads/ports.ts'
import type { PlanTies, UploadStore, UploadUpkeep } from '../../../features/uploads/store-ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { problemColumns, sentenceOf } from '../database/stored-sentence.ts'
import { isOwn } from '../session/own-records.ts'
import type { UploadsTables } from '../tables/uploads.ts'
import { createSqlColumnMemory } from './column-memory-store.ts'
import { createIndexCache, type IndexCache } from './index-cache.ts'
import { freeFromPlan, removeUpload, reopen, sweep, tieToPlan, unfinished } from './upload-attempt.ts'
import { createSqlRowExclusions, createSqlUploadRows } from './upload-rows-store.ts'

function uploadOf(row: Selectable<UploadsTables['uploads']>): UploadRecord {
  return {
    id: row.id,
    fileName: row.file_name,
    bytes: Number(row.bytes),
    state: row.state,
    attempt: row.attempt,
    problem: row.problem === null ? null : sentenceOf(row.problem, row.problem_message),
    progress: row.progress,
    detected: row.detected,
    columns: row.columns,
    tally: row.tally,
    checkedAt: row.checked_at?.getTime() ?? null,
    planId: row.plan_id,
    corrects:
      row.corrects_job_id === null || row.corrects_cause === null
        ? null
        : { jobId: row.corrects_job_id, cause: row.corrects_cause },
    createdBy: { memberId: row.created_by_id, email: row.created_by },
    createdAt: row.created_at.getTime(),
  }
}

/** Stores uploads and their rows in the database. */
function createSqlUploadStore(db: Db, cache: IndexCache): UploadStore {
  return {
    create: (upload) => create(db, upload),
    get: async (id) => {
      const row = await db.selectFrom('uploads').selectAll().where('id', '=', storableText(id)).executeTakeFirst()
      return row === undefined ? null : uploadOf(row)
    },
    list: (page) => list(db, page),
    update: async (id, change) => void (await update(db, { id }, change)),
    updateUnchanged: (upload, change) => update(db, upload, change),
    remove: async (id) => {
      const isRemoved = await removeUpload(db, id)
      cache.drop(id)
      return isRemoved
    },
  }
}

/** The upload stores in the database, one for each port. */
export function createSqlUploads(db: Db) {
  const cache = createIndexCache(db)
  return {
    store: createSqlUploadStore(db, cache),
    rows: createSqlUploadRows(db, cache),
    exclusions: createSqlRowExclusions(db, cache),
    planTies: createSqlPlanTies(db),
    columnMemory: createSqlColumnMemory(db),
    upkeep: createSqlUploadUpkeep(db, cache),
    /** Drops what this process remembers of a deleted upload. */
    forget: cache.drop,
  }
}

/** Ties uploads to the plans made of them. */
function createSqlPlanTies(db: Db): PlanTies {
  return {
    tieToPlan: (id, planId) => tieToPlan(db, id, planId),
    freeFromPlan: (id, planId) => freeFromPlan(db, id, planId),
    reopen: (id, brokenOff) => reopen(db, id, brokenOff),
  }
}

/** Finds unfinished uploads and forgets old ones. */
function createSqlUploadUpkeep(db: Db, cache: IndexCache): UploadUpkeep {
  return {
    unfinished: (brokenOff) => unfinished(db, brokenOff),
    sweep: (before) => sweep(db, before, cache.drop),
  }
}

async function list(db: Db, { before, limit, own }: Parameters<UploadStore['list']>[0]) {
  const rows = await db
    .selectFrom('uploads')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', storableText(before ?? '')))
    .$if(own !== null, (query) => query.where(isOwn(own, 'uploads')))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(uploadOf)
}

async function create(db: Db, upload: UploadRecord): Promise<void> {
  await db
    .insertInto('uploads')
    .values({
      id: upload.id,
      file_name: storableText(upload.fileName),
      bytes: upload.bytes,
      state: upload.state,
      problem: null,
      progress: storableJson(upload.progress),
      detected: storableJson(upload.detected),
      columns: storableJson(upload.columns),
      plan_id: upload.planId,
      corrects_job_id: upload.corrects === null ? null : storableText(upload.corrects.jobId),
      corrects_cause: upload.corrects?.cause ?? null,
      created_by: upload.createdBy.email,
      created_by_id: upload.createdBy.memberId,
      created_at: new Date(upload.createdAt),
    })
    .execute()
}

async function update(
  db: Db,
  { id, attempt, state: before }: Pick<EditedUpload, 'id'> & Partial<EditedUpload>,
  change: UploadChanges,
): Promise<boolean> {
  const { state, problem, progress, detected, columns, readOptions, rechecking, checkedAt } = change
  const updated = await db
    .updateTable('uploads')
    .set({
      ...(state === undefined ? {} : { state }),
      ...(problem === undefined ? {} : problemColumns(problem)),
      ...(progress === undefined ? {} : { progress: storableJson(progress) }),
      ...(detected === undefined ? {} : { detected: storableJson(detected) }),
      ...(columns === undefined ? {} : { columns: storableJson(columns) }),
      ...(readOptions === undefined ? {} : { read_options: storableJson(readOptions) }),
      ...(rechecking === undefined ? {} : { rechecking }),
      ...(checkedAt === undefined ? {} : { checked_at: new Date(checkedAt) }),
    })
    .where('id', '=', id)
    .$if(attempt !== undefined, (query) => query.where('attempt', '=', attempt ?? 0))
    .$if(before !== undefined, (query) => query.where('state', '=', before ?? 'checked'))
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
