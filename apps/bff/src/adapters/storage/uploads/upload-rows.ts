import { isCauseKey } from '@muster/core/upload/upload-cause-key'
import { type IssueLevel, issueLevels } from '@muster/core/upload/upload-mapping'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { CheckedRow, KeptRow, RetriedRow, RowFilter, RowQuery } from '../../../features/uploads/ports.ts'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { UploadsTables } from '../tables/uploads.ts'
import { duplicateKey, longestIndexed } from './upload-duplicates.ts'

function worst(row: CheckedRow): IssueLevel | null {
  return issueLevels.find((level) => row.issues.some((issue) => issue.level === level)) ?? null
}

/** A checked row as one JSON object, for statements that write many. */
function written(row: CheckedRow) {
  const { cells, edited, hidden, formulas, errors, merged, faults, offers, done } = row
  const { subject, resembles, identifier, change, issues } = row
  return {
    row: row.row,
    retries_seq: row.retriesSeq,
    cells,
    edited,
    hidden,
    formulas,
    errors,
    merged,
    faults,
    offers,
    done,
    excluded: row.isFooter === true,
    level: worst(row),
    subject: subject?.slice(0, longestIndexed) ?? null,
    resembles: resembles?.slice(0, longestIndexed) ?? null,
    identifier,
    change,
    issues,
    issue_keys: [...new Set(issues.map(({ key }) => key))],
  }
}

const shape = sql`r(row int, retries_seq int, cells jsonb, edited int[], hidden boolean, formulas int[], errors int[], merged jsonb, faults jsonb, offers jsonb, done boolean, excluded boolean,
  level text, subject text, resembles text, identifier jsonb, change jsonb, issues jsonb, issue_keys text[])`

const recordset = (rows: readonly CheckedRow[]) =>
  sql`jsonb_to_recordset(${storableJson(rows.map(written))}::jsonb) as ${shape}`

export async function insertRows(db: Db, uploadId: string, rows: readonly CheckedRow[]): Promise<void> {
  await sql`
    insert into upload_rows (upload_id, row, retries_seq, cells, edited, hidden, formulas, errors, merged, faults, offers, done, excluded, level, subject, resembles, identifier, change, issues, issue_keys)
    select ${uploadId}, r.row, r.retries_seq, r.cells, r.edited, r.hidden, r.formulas, r.errors, r.merged, r.faults, r.offers, r.done, r.excluded, r.level, r.subject, r.resembles, r.identifier, r.change, r.issues, r.issue_keys
    from ${recordset(rows)}`.execute(db)
}

export async function updateRows(db: Db, uploadId: string, rows: readonly CheckedRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update upload_rows u set cells = r.cells, edited = r.edited, formulas = r.formulas, errors = r.errors, faults = r.faults, done = r.done,
      level = r.level, subject = r.subject, resembles = r.resembles, identifier = r.identifier, change = r.change, issues = r.issues, issue_keys = r.issue_keys
    from ${recordset(rows)} where u.upload_id = ${uploadId} and u.row = r.row
      and u.row = any(${rows.map(({ row }) => row)}::int[])`.execute(db)
}

/** State of a row, each in one class: excluded, done, with errors, with warnings, or ready. */
export const levelConditions: Readonly<Record<RowFilter, RawBuilder<boolean>>> = {
  excluded: sql`excluded`,
  done: sql`not excluded and done`,
  error: sql`not excluded and not done and (level = 'error' or duplicate_of is not null)`,
  warning: sql`not excluded and not done and level = 'warning' and duplicate_of is null`,
  note: sql`not excluded and not done and level = 'note' and duplicate_of is null`,
  ready: sql`not excluded and not done and level is distinct from 'error' and duplicate_of is null`,
}

function issueCondition(issue: string): RawBuilder<boolean> {
  if (issue === duplicateKey) return sql`duplicate_of is not null`
  if (isCauseKey(issue))
    return sql`issue_keys <> '{}' and exists (select from unnest(issue_keys) as key where starts_with(key, ${`${issue}:`}))`
  return sql`issue_keys <> '{}' and ${storableText(issue)} = any(issue_keys)`
}

export function keptRow(row: Selectable<UploadsTables['upload_rows']>): KeptRow {
  return {
    row: row.row,
    retriesSeq: row.retries_seq ?? undefined,
    cells: row.cells,
    edited: row.edited,
    hidden: row.hidden,
    formulas: row.formulas,
    errors: row.errors,
    merged: row.merged ?? undefined,
    faults: row.faults ?? undefined,
    offers: row.offers ?? undefined,
    excluded: row.excluded,
    duplicateOf: row.duplicate_of,
    done: row.done,
    subject: row.subject,
    resembles: row.resembles,
    identifier: row.identifier,
    change: row.change,
    issues: row.issues,
  }
}

export async function selectRows(db: Db, uploadId: string, query: RowQuery): Promise<readonly KeptRow[]> {
  const rows = await db
    .selectFrom('upload_rows')
    .selectAll()
    .where('upload_id', '=', storableText(uploadId))
    .where('row', '>', query.after)
    .$if(query.level !== undefined, (select) => select.where(levelConditions[query.level ?? 'ready']))
    .$if(query.issue !== undefined, (select) => select.where(issueCondition(query.issue ?? '')))
    .orderBy('row')
    .limit(query.limit)
    .execute()
  return rows.map(keptRow)
}

/** The requested changes of the rows that count, after row `after`. */
export function selectRequested(db: Db, uploadId: string, page: { after: number; limit: number }) {
  return readRowsAsJson(
    db,
    sql<RetriedRow>`select row, retries_seq as "retriesSeq", identifier, change, issues, duplicate_of as "duplicateOf" from upload_rows
      where upload_id = ${uploadId} and row > ${page.after} and not excluded and not done order by row limit ${page.limit}`,
  )
}

/** Excludes every row of an issue group. */
export async function excludeIssue(db: Db, uploadId: string, issue: string): Promise<void> {
  await db
    .updateTable('upload_rows')
    .set({ excluded: true })
    .where('upload_id', '=', uploadId)
    .where(issueCondition(issue))
    .execute()
}

/** Excludes or includes every row of a class. */
export async function excludeLevel(
  db: Db,
  uploadId: string,
  { level, excluded }: { readonly level: RowFilter; readonly excluded: boolean },
): Promise<void> {
  await db
    .updateTable('upload_rows')
    .set({ excluded })
    .where('upload_id', '=', uploadId)
    .where(levelConditions[level])
    .execute()
}
