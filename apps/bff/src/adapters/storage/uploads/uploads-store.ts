import type { EditedUpload, UploadChanges, UploadRecord } from '../../../features/uploads/ports.ts'
import type { PlanTies, UploadStore, UploadUpkeep } from '../../../features/uploads/store-ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { problemColumns } from '../database/stored-sentence.ts'
import { createSqlColumnMemory } from './column-memory-store.ts'
import { createIndexCache } from './index-cache.ts'
import { createRecentIssues, type RecentIssues } from './recent-issues.ts'
import { freeFromPlan, removeUpload, reopen, sweep, tieToPlan, unfinished } from './upload-attempt.ts'
import { listUploads, readUpload } from './upload-records.ts'
import { createSqlRowExclusions, createSqlUploadRows } from './upload-rows-store.ts'

/** Stores uploads and their rows in the database. */
function createSqlUploadStore(db: Db, issues: RecentIssues, forget: (id: string) => void): UploadStore {
  return {
    create: (upload) => create(db, upload),
    get: (id) => readUpload(db, id, issues),
    list: (page) => listUploads(db, page, issues),
    update: async (id, change) => void (await update(db, { id }, change)),
    updateUnchanged: (upload, change) => update(db, upload, change),
    remove: async (id) => {
      const isRemoved = await removeUpload(db, id)
      forget(id)
      return isRemoved
    },
  }
}

/** The upload stores in the database, one for each port. */
export function createSqlUploads(db: Db) {
  const cache = createIndexCache(db)
  const issues = createRecentIssues()
  const forget = (id: string) => {
    cache.drop(id)
    issues.drop(id)
  }
  return {
    store: createSqlUploadStore(db, issues, forget),
    rows: createSqlUploadRows(db, cache, issues),
    exclusions: createSqlRowExclusions(db, cache),
    planTies: createSqlPlanTies(db),
    columnMemory: createSqlColumnMemory(db),
    upkeep: createSqlUploadUpkeep(db, forget),
    /** Drops what this process remembers of a deleted upload. */
    forget,
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
function createSqlUploadUpkeep(db: Db, forget: (id: string) => void): UploadUpkeep {
  return {
    unfinished: (brokenOff) => unfinished(db, brokenOff),
    sweep: (before) => sweep(db, before, forget),
  }
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
