import { packRows } from '@muster/core/upload-block/packed-rows'
import { type RawBuilder, sql } from 'kysely'
import type { CorrectedFailures, FailedRows } from '../../../features/uploads/ports.ts'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { itemRanges } from '../jobs/item-ranges.ts'
import { canBeRetried } from '../jobs/jobs-retry.ts'
import { createSqlReportOrigins } from '../jobs/report-origin-store.ts'
import { fileRows } from './upload-blocks.ts'

/** Retriable failures; `jobs` is named `j`, `job_items` `i`. */
const failed = ({ jobId, cause }: CorrectedFailures): RawBuilder<unknown> =>
  sql`i.job_id = ${storableText(jobId)} and i.cause = ${cause} and ${canBeRetried('i')}`

/** Finds the rows of a file that failed in a job: by the row number each item stores, in the file of the job's plan. */
export function createSqlFailedRows(db: Db): FailedRows {
  const origins = createSqlReportOrigins(db)
  return {
    find: async (corrects, memberId) => {
      const job = await db
        .selectFrom('jobs')
        .select('id')
        .where('id', '=', storableText(corrects.jobId))
        .executeTakeFirst()
      if (job === undefined) return null
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from job_items i where ${failed(corrects)}`.execute(db)
      const origin = await origins.of(corrects.jobId)
      return { origin: origin?.uploadId ?? null, rows: rows[0]?.n ?? 0, open: await openUpload(db, corrects, memberId) }
    },
    rows: async function* (corrects, batchSize) {
      const origin = await origins.of(corrects.jobId)
      if (origin === null) return
      for (const range of (await itemRanges(db, corrects.jobId, batchSize)) ?? []) {
        const found = await readRowsAsJson(
          db,
          sql<{ seq: number; row: number | null }>`
            select i.seq, i.row
            from jobs j join job_items i on i.job_id = j.id
            where j.id = ${storableText(corrects.jobId)} and ${range} and ${failed(corrects)} order by i.seq`,
        )
        const rows = await fileRows(
          db,
          origin.uploadId,
          found.flatMap(({ row }) => row ?? []),
        )
        const failures = failuresIn(found, rows)
        if (failures.length > 0) yield packRows(failures)
      }
    },
  }
}

function failuresIn(found: readonly { seq: number; row: number | null }[], rows: Awaited<ReturnType<typeof fileRows>>) {
  const byRow = new Map(rows.map((row) => [row.row, row]))
  return found.flatMap(({ seq, row }) => {
    const kept = byRow.get(row ?? 0)
    if (kept === undefined) return []
    // The cells as planned: their content before a member edited them no longer counts.
    const { cells, hidden, formulas, errors, merged = [] } = kept
    return [{ row: kept.row, cells, hidden, formulas, errors, merged, retriesSeq: seq }]
  })
}

/**
 * The latest unapplied upload opened from these failures that contains all of them. `except` sorts or hashes both
 * sides; a join of so many rows without statistics could compare each with each.
 */
async function openUpload(db: Db, corrects: CorrectedFailures, memberId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select u.id from uploads u left join plans p on p.id = u.plan_id
    where u.corrects_job_id = ${storableText(corrects.jobId)} and u.corrects_cause = ${corrects.cause}
      and u.created_by_id = ${memberId} and u.state <> 'refused' and p.state is distinct from 'applied'
      and (u.state in ('reading', 'checking') or not exists (
        select i.seq from job_items i where ${failed(corrects)}
        except select unnest(b.retries) from upload_blocks b where b.upload_id = u.id))
    order by u.id desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}
