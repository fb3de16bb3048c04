import type { Selectable } from 'kysely'
import type { KeptRow, UploadRecord, UploadStore } from '../../../features/uploads/ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { UploadsTables } from '../tables/uploads.ts'
import { excludeIssue, excludeLevel, keptRow, markDuplicates, selectRequested, selectRows } from './upload-rows.ts'
import { keepTally } from './upload-tally.ts'
import {
  beginReading,
  freeFromPlan,
  keepRows,
  removeUpload,
  reopen,
  replaceRows,
  sweep,
  takeOver,
  tieToPlan,
  unfinished,
} from './upload-work.ts'

function uploadOf(row: Selectable<UploadsTables['uploads']>): UploadRecord {
  return {
    id: row.id,
    fileName: row.file_name,
    bytes: Number(row.bytes),
    state: row.state,
    problem: row.problem,
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

/** Keeps uploads and their rows in the database. */
export function createSqlUploadStore(db: Db): UploadStore {
  return {
    create: (upload) => create(db, upload),
    get: async (id) => {
      const row = await db.selectFrom('uploads').selectAll().where('id', '=', storableText(id)).executeTakeFirst()
      return row === undefined ? null : uploadOf(row)
    },
    list: (page) => list(db, page),
    remove: (id) => removeUpload(db, id),
    update: (id, change) => update(db, id, change),
    tieToPlan: (id, planId) => tieToPlan(db, id, planId),
    freeFromPlan: (id, planId) => freeFromPlan(db, id, planId),
    reopen: (id) => reopen(db, id),
    beginReading: (id, total) => beginReading(db, id, total),
    keepRows: (id, attempt, rows) => keepRows(db, { id, attempt }, rows),
    takeOver: (id) => takeOver(db, id),
    replaceRows: (id, rows, attempt) => replaceRows(db, { id, attempt }, rows),
    exclude: async (id, rows, excluded) => {
      await db
        .updateTable('upload_rows')
        .set({ excluded })
        .where('upload_id', '=', id)
        .where('row', 'in', rows)
        .execute()
    },
    excludeIssue: (id, issue) => excludeIssue(db, id, issue),
    excludeLevel: (id, level, excluded) => excludeLevel(db, id, { level, excluded }),
    recordOutcomes: (id, people) =>
      db.transaction().execute(async (trx) => {
        await markDuplicates(trx, id, people)
        await keepTally(trx, id)
      }),
    rows: (id, query) => selectRows(db, id, query),
    rowsByNumber: (id, rows) => rowsByNumber(db, id, rows),
    eachRow: (id, batchSize) => eachBatch((after) => selectRows(db, id, { after, limit: batchSize })),
    eachRequested: (id, batchSize) => eachBatch((after) => selectRequested(db, id, { after, limit: batchSize })),
    remembered: async (memberId, shape) => {
      const row = await db
        .selectFrom('upload_shapes')
        .select('columns')
        .where('member_id', '=', memberId)
        .where('shape', '=', storableText(shape))
        .executeTakeFirst()
      return row?.columns ?? null
    },
    remember: async (memberId, shape, columns) => {
      const values = { member_id: memberId, shape: storableText(shape), columns: storableJson(columns) }
      await db
        .insertInto('upload_shapes')
        .values(values)
        .onConflict((conflict) => conflict.columns(['member_id', 'shape']).doUpdateSet({ columns: values.columns }))
        .execute()
    },
    unfinished: () => unfinished(db),
    sweep: (before) => sweep(db, before),
  }
}

async function list(db: Db, { before, limit }: { before: string | null; limit: number }) {
  const rows = await db
    .selectFrom('uploads')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', storableText(before ?? '')))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(uploadOf)
}

async function rowsByNumber(db: Db, id: string, rows: readonly number[]): Promise<readonly KeptRow[]> {
  if (rows.length === 0) return []
  const found = await db
    .selectFrom('upload_rows')
    .selectAll()
    .where('upload_id', '=', id)
    .where('row', 'in', rows)
    .orderBy('row')
    .execute()
  return found.map(keptRow)
}

async function create(db: Db, upload: UploadRecord): Promise<void> {
  await db
    .insertInto('uploads')
    .values({
      id: upload.id,
      file_name: storableText(upload.fileName),
      bytes: upload.bytes,
      state: upload.state,
      problem: upload.problem,
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

async function update(db: Db, id: string, change: Parameters<UploadStore['update']>[1]): Promise<void> {
  const { state, problem, progress, detected, columns, readOptions, rechecking, checkedAt } = change
  await db
    .updateTable('uploads')
    .set({
      ...(state === undefined ? {} : { state }),
      ...(problem === undefined ? {} : { problem: problem === null ? null : storableText(problem) }),
      ...(progress === undefined ? {} : { progress: storableJson(progress) }),
      ...(detected === undefined ? {} : { detected: storableJson(detected) }),
      ...(columns === undefined ? {} : { columns: storableJson(columns) }),
      ...(readOptions === undefined ? {} : { read_options: storableJson(readOptions) }),
      ...(rechecking === undefined ? {} : { rechecking }),
      ...(checkedAt === undefined ? {} : { checked_at: new Date(checkedAt) }),
    })
    .where('id', '=', id)
    .execute()
}

async function* eachBatch<T extends { readonly row: number }>(
  read: (after: number) => Promise<readonly T[]>,
): AsyncIterable<readonly T[]> {
  for (let after = 0; ; ) {
    const rows = await read(after)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    after = last.row
  }
}
