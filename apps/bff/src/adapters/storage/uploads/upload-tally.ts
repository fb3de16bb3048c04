import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { sql } from 'kysely'
import type { CheckedRow, IssueCount, UploadTally } from '../../../features/uploads/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { duplicateKey } from './upload-duplicates.ts'
import { levelConditions } from './upload-rows.ts'

type Counts = UploadTally['counts']

/** Counts of rows just checked, before duplicates are known. */
export function countsOf(rows: readonly CheckedRow[]): Counts {
  const counts = { rows: rows.length, ready: 0, errors: 0, warnings: 0, notes: 0, excluded: 0, done: 0 }
  for (const { done, isFooter, issues } of rows) {
    const has = (level: string) => issues.some((issue) => issue.level === level)
    if (isFooter === true) counts.excluded += 1
    else if (done) counts.done += 1
    else if (has('error')) counts.errors += 1
    else {
      counts.ready += 1
      if (has('warning')) counts.warnings += 1
      else if (has('note')) counts.notes += 1
    }
  }
  return counts
}

async function countRows(db: Db, id: string): Promise<Counts> {
  const of = levelConditions
  const { rows } = await sql<Counts>`
    select count(*)::int as rows, (count(*) filter (where ${of.ready}))::int as ready, (count(*) filter (where ${of.error}))::int as errors,
      (count(*) filter (where ${of.warning}))::int as warnings, (count(*) filter (where ${of.note}))::int as notes,
      (count(*) filter (where ${of.excluded}))::int as excluded, (count(*) filter (where ${of.done}))::int as done
    from upload_rows where upload_id = ${id}`.execute(db)
  return rows[0] ?? countsOf([])
}

/** Groups of issues over the rows that count, with duplicates as their own group; the 500 largest. */
async function groupIssues(db: Db, id: string): Promise<readonly IssueCount[]> {
  const { rows } = await sql<{ key: string; count: number; first_row: number }>`
    select key, count(*)::int as count, min(row) as first_row from (
      select row, unnest(issue_keys) as key from upload_rows
      where upload_id = ${id} and issue_keys <> '{}' and not excluded
      union all
      select row, ${duplicateKey} from upload_rows
      where upload_id = ${id} and duplicate_of is not null and not excluded
    ) as found group by key order by count desc, key limit 500`.execute(db)
  const issues = await issuesOf(db, id, [...new Set(rows.map((row) => row.first_row))])
  return rows.flatMap(({ key, count, first_row }) => {
    const issue = key === duplicateKey ? duplicate : issues.get(`${first_row} ${key}`)
    return issue === undefined ? [] : [{ ...issue, key, count, firstRow: first_row }]
  })
}

type Issue = Pick<IssueCount, 'code' | 'column' | 'value' | 'suggestions'>
const duplicate: Issue = { code: 'duplicate_person', column: null, value: null, suggestions: [] }

/** The issues of each group's first row. */
async function issuesOf(db: Db, id: string, rows: readonly number[]): Promise<ReadonlyMap<string, Issue>> {
  if (rows.length === 0) return new Map()
  const found = await db
    .selectFrom('upload_rows')
    .select(['row', 'issues'])
    .where('upload_id', '=', id)
    .where('row', 'in', rows)
    .execute()
  return new Map(
    found.flatMap(({ row, issues }) =>
      issues.map(({ key, code, column, value, suggestions }) => [
        `${row} ${key}`,
        // Only this store writes them, from checked rows.
        { code: code satisfies UploadIssueCode, column, value, suggestions: [...suggestions] },
      ]),
    ),
  )
}

/** Recounts everything and stores it. */
export async function keepTally(db: Db, id: string): Promise<void> {
  const counts = await countRows(db, id)
  const tally: UploadTally = { counts, groups: await groupIssues(db, id) }
  await db
    .updateTable('uploads')
    .set({ tally: storableJson(tally) })
    .where('id', '=', id)
    .execute()
}
