import type { KeptRow } from '../../../features/uploads/ports.ts'
import type { RowExclusions, UploadRows } from '../../../features/uploads/store-ports.ts'
import type { Db } from '../database/storage.ts'
import { beginReading, keepRows, replaceRows, takeOver } from './upload-attempt.ts'
import { markDuplicates } from './upload-duplicates.ts'
import { excludeIssue, excludeLevel, keptRow, selectRequested, selectRows } from './upload-rows.ts'
import { keepTally } from './upload-tally.ts'

/** Stores the rows of uploads in the database. */
export function createSqlUploadRows(db: Db): UploadRows {
  return {
    beginReading: (id, total) => beginReading(db, id, total),
    keepRows: (id, attempt, rows) => keepRows(db, { id, attempt }, rows),
    takeOver: (id) => takeOver(db, id),
    replaceRows: (id, rows, attempt) => replaceRows(db, { id, attempt }, rows),
    recountDuplicates: (id, people) =>
      db.transaction().execute(async (trx) => {
        await markDuplicates(trx, id, people)
        await keepTally(trx, id)
      }),
    list: (id, query) => selectRows(db, id, query),
    byNumber: (id, rows) => rowsByNumber(db, id, rows),
    each: (id, batchSize) => eachBatch((after) => selectRows(db, id, { after, limit: batchSize })),
    eachRequested: (id, batchSize) => eachBatch((after) => selectRequested(db, id, { after, limit: batchSize })),
  }
}

/** Marks rows as excluded. */
export function createSqlRowExclusions(db: Db): RowExclusions {
  return {
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
  }
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
