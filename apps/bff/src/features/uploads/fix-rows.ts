import type { RouteInput } from '@muster/contracts/route'
import type { fixUploadRows } from '@muster/contracts/uploads'
import { ProblemError } from '../../http/problem-error.ts'
import { accountNamesOf } from './account-names.ts'
import { checkRows } from './check-rows.ts'
import { openUpload } from './correct-upload.ts'
import type { ChangedPeople, CheckedRow, KeptRow, UploadRecord } from './ports.ts'
import type { UploadDeps } from './upload-deps.ts'
import { findUpload } from './upload-entry.ts'

type Fix = RouteInput<typeof fixUploadRows>['body']
type CellFix = Extract<Fix, { kind: 'cells' }>['cells'][number]

const batchRows = 500

function withCell(row: CheckedRow, column: number, value: string): CheckedRow {
  const cells = [...row.cells]
  while (cells.length <= column) cells.push('')
  cells[column] = value
  return {
    ...row,
    cells,
    edited: [...new Set([...row.edited, column])],
    formulas: row.formulas.filter((at) => at !== column),
    errors: row.errors.filter((at) => at !== column),
  }
}

async function check(
  deps: UploadDeps,
  upload: UploadRecord,
  rows: readonly CheckedRow[],
): Promise<readonly CheckedRow[]> {
  const names = accountNamesOf(await deps.directory.lookups())
  const checked = await checkRows(deps, { rows, upload, names })
  await deps.store.replaceRows(upload.id, checked)
  return checked
}

/** Whom rows are about: only they can have become, or ceased to be, somebody's second row. */
function peopleOf(rows: readonly CheckedRow[]): ChangedPeople {
  return {
    subjects: [...new Set(rows.flatMap(({ subject }) => subject ?? []))],
    resemblances: [...new Set(rows.flatMap(({ resembles }) => resembles ?? []))],
  }
}

async function fixCells(deps: UploadDeps, upload: UploadRecord, cells: readonly CellFix[]): Promise<ChangedPeople> {
  const beyond = cells.find(({ column }) => column >= upload.columns.length)
  if (beyond !== undefined) throw new ProblemError('invalid_request', `The file has no column ${beyond.column + 1}.`)
  const before = await deps.store.rowsByNumber(upload.id, [...new Set(cells.map(({ row }) => row))])
  const rows = new Map<number, CheckedRow>(before.map((row) => [row.row, row]))
  for (const { row, column, value } of cells) {
    const known = rows.get(row)
    if (known === undefined) throw new ProblemError('not_found', `The file has no row ${row}.`)
    rows.set(row, withCell(known, column, value))
  }
  return peopleOf([...before, ...(await check(deps, upload, [...rows.values()]))])
}

async function exclude(
  deps: UploadDeps,
  id: string,
  { rows, excluded }: Extract<Fix, { kind: 'rows' }>,
): Promise<ChangedPeople> {
  await deps.store.exclude(id, rows, excluded)
  return peopleOf(await deps.store.rowsByNumber(id, rows))
}

/** A cell with the value at fault replaced: the whole cell where it is that value, else where the value stands in it. */
function replaced(cell: string, value: string, by: string): string {
  if (cell.trim() === value) return by
  const at = cell.indexOf(value)
  return at === -1 ? cell : `${cell.slice(0, at)}${by}${cell.slice(at + value.length)}`
}

function fixedRow(row: KeptRow, key: string, by: string): CheckedRow {
  let fixed: CheckedRow = row
  for (const issue of row.issues) {
    if (issue.key !== key || issue.column === null) continue
    const cell = fixed.cells[issue.column] ?? ''
    fixed = withCell(fixed, issue.column, issue.value === null ? by : replaced(cell, issue.value, by))
  }
  return fixed
}

/** Replaces one value at fault in every row that has it. Rows fixed leave the group, so the next page starts after the last one seen. */
async function fixIssue(deps: UploadDeps, upload: UploadRecord, issue: string, by: string): Promise<void> {
  for (let after = 0; ; ) {
    // oxlint-disable-next-line no-await-in-loop -- pages follow each other
    const rows = await deps.store.rows(upload.id, { issue, after, limit: batchRows })
    const last = rows.at(-1)
    if (last === undefined) return
    // oxlint-disable-next-line no-await-in-loop -- and each is written before the next is read
    await check(
      deps,
      upload,
      rows.map((row) => fixedRow(row, issue, by)),
    )
    after = last.row
  }
}

/** What was changed; undefined when it may be anything. */
async function fix(deps: UploadDeps, upload: UploadRecord, order: Fix): Promise<ChangedPeople | undefined> {
  switch (order.kind) {
    case 'cells':
      return fixCells(deps, upload, order.cells)
    case 'rows':
      return exclude(deps, upload.id, order)
    case 'all':
      await deps.store.excludeLevel(upload.id, order.rows, order.rows === 'error')
      return undefined
    case 'issue':
      if (order.replaceWith === null) await deps.store.excludeIssue(upload.id, order.issue)
      else await fixIssue(deps, upload, order.issue, order.replaceWith)
      return undefined
  }
}

/** Fixes cells, leaves rows out or takes them in again, or fixes one cause over all its rows; only what changed is checked again. */
export async function fixRows(deps: UploadDeps, id: string, order: Fix): Promise<UploadRecord> {
  const upload = await openUpload(deps, id)
  if (upload.state === 'refused')
    throw new ProblemError(
      'conflict',
      'The file was refused, so it has no rows. Correct how it is read, or send another.',
    )
  await deps.store.settle(id, await fix(deps, upload, order))
  deps.events.publish({ kind: 'upload', uploadId: id })
  return findUpload(deps, id)
}
