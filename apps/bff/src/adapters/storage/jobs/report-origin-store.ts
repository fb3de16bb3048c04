import type { UploadColumn } from '@muster/contracts/uploads'
import { originalHeader } from '@muster/core/outcome/report-columns'
import { shapeOf } from '@muster/core/upload/upload-headings'
import { sql } from 'kysely'
import type { ReportOrigins } from '../../../features/jobs/ports.ts'
import type { UploadTally } from '../../../features/uploads/ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { fileRows } from '../uploads/upload-blocks.ts'

interface OriginRow {
  readonly id: string
  readonly file_name: string
  readonly columns: readonly UploadColumn[]
  readonly counts: UploadTally['counts'] | null
  readonly widest: number
  /** The job was planned from the file itself, not as a retry. */
  readonly own: boolean
}

const headings = (columns: readonly UploadColumn[]) => originalHeader(columns.map(({ header }) => header))

/** A row may have more cells than the header: includes their content too. */
function withSpare(header: readonly string[], { columns, widest }: OriginRow): readonly string[] {
  const isReport = header.length < columns.length
  const spare = isReport ? 0 : Math.max(0, widest - columns.length)
  return [...header, ...Array.from({ length: spare }, (_, at) => `Column ${columns.length + at + 1}`)]
}

/** Finds the cells of a job's file for its report. The file must be unchanged since it was planned. */
export function createSqlReportOrigins(db: Db): ReportOrigins {
  return {
    of: (jobId) => readOrigin(db, jobId),
    cells: async (uploadId, rows) =>
      new Map((await fileRows(db, uploadId, rows)).map(({ row, cells }) => [row, cells])),
    remember: async (uploadId, memberId) => {
      const row = await db.selectFrom('uploads').select('columns').where('id', '=', uploadId).executeTakeFirst()
      if (row === undefined) return
      const header = headings(row.columns)
      const meant = row.columns.slice(0, header.length).map(({ mapping, blank }) => ({ mapping, blank }))
      const columns = storableJson(meant)
      await db
        .insertInto('upload_shapes')
        .values({ member_id: memberId, shape: storableText(shapeOf(header)), columns })
        .onConflict((conflict) => conflict.columns(['member_id', 'shape']).doUpdateSet({ columns }))
        .execute()
    },
  }
}

async function readOrigin(db: Db, jobId: string): ReturnType<ReportOrigins['of']> {
  // A retry refers to rows of the same file, unless a fix changed the request: then the cells no longer match.
  const { rows } = await sql<OriginRow>`
    with recursive line as (
      select id, plan_id, source, parent_job_id from jobs where id = ${storableText(jobId)}
      union all
      select p.id, p.plan_id, p.source, p.parent_job_id
      from line join jobs p on p.id = line.parent_job_id join plans made on made.id = line.plan_id
      where line.source = 'retry' and not made.source ? 'fix'
    )
    select u.id, u.file_name, u.columns, u.counts, j.id = ${storableText(jobId)} as own,
      (select coalesce(max(widest), 0) from upload_blocks where upload_id = u.id)::int as widest
    from line j join uploads u on u.plan_id = j.plan_id and u.state = 'planned'
    where j.source = 'upload'`.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { excluded = 0, done = 0 } = row.counts ?? {}
  return {
    uploadId: row.id,
    fileName: row.file_name,
    header: withSpare(headings(row.columns), row),
    dismissed: row.own ? { excluded, done } : { excluded: 0, done: 0 },
  }
}
