import type { RouteInput } from '@muster/contracts/route'
import type { fixUploadRows } from '@muster/contracts/uploads'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { editRows, withCell } from '../check/revalidate-rows.ts'
import type { UploadRecord } from '../ports.ts'
import { findUpload } from '../receive/upload-entry.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { openUpload, overtaken } from './correct-upload.ts'
import { fixIssue, type OnCombined } from './fix-issue.ts'

type Fix = RouteInput<typeof fixUploadRows>['body']
type CellFix = Extract<Fix, { kind: 'cells' }>['cells'][number]

/** The issue group of duplicate rows. */
const duplicateKey = 'duplicate_person::'

type FixEnd = Awaited<ReturnType<typeof fixIssue>>

const endOf = (isStored: boolean): FixEnd => (isStored ? 'fixed' : 'overtaken')

async function fixCells(deps: UploadDeps, upload: UploadRecord, cells: readonly CellFix[]): Promise<FixEnd> {
  const beyond = cells.find(({ column }) => column >= upload.columns.length)
  if (beyond !== undefined)
    throw new ProblemError('invalid_request', message('problem.no_column', { column: beyond.column + 1 }))
  const edited = await editRows(deps, upload, [...new Set(cells.map(({ row }) => row))], (before) => {
    const rows = new Map<number, EditedRow>(before.map((row) => [row.row, row]))
    for (const { row, column, value } of cells) {
      const known = rows.get(row)
      if (known === undefined) throw new ProblemError('not_found', message('problem.no_row', { row }))
      rows.set(row, withCell(known, column, value))
    }
    return [...rows.values()]
  })
  return endOf(edited !== null)
}

async function fix(deps: UploadDeps, upload: UploadRecord, order: Fix, onCombined?: OnCombined): Promise<FixEnd> {
  switch (order.kind) {
    case 'cells':
      return fixCells(deps, upload, order.cells)
    case 'rows':
      return endOf(await deps.exclusions.exclude(upload, order.rows, order.excluded))
    case 'all':
      return endOf(await deps.exclusions.excludeLevel(upload, order.rows, order.rows === 'error'))
    case 'combine':
      return fixIssue(deps, upload, { issue: duplicateKey, by: { kind: 'combine' } }, onCombined)
    case 'suggested':
      return fixIssue(deps, upload, { issue: order.issue, by: { kind: 'suggestion' } })
    case 'issue':
      if (order.replaceWith !== null) {
        const by = { kind: 'value', value: order.replaceWith } as const
        return fixIssue(deps, upload, { issue: order.issue, by })
      }
      return endOf(await deps.exclusions.excludeIssue(upload, order.issue))
  }
}

/** Fixes cells, excludes or includes rows, or fixes one cause over all its rows; validates only what changed. */
export async function fixRows(
  deps: UploadDeps,
  id: string,
  order: Fix,
  onCombined?: OnCombined,
): Promise<UploadRecord> {
  const upload = await openUpload(deps, id)
  if (upload.state === 'refused') throw new ProblemError('conflict', message('problem.file_refused'))
  if (upload.state !== 'checked') throw overtaken(upload)
  const end = await fix(deps, upload, order, onCombined)
  if (end !== 'begun') await deps.rows.recount(id)
  if (end === 'overtaken') throw overtaken(await findUpload(deps, id))
  deps.events.publish({ kind: 'upload', uploadId: id })
  return findUpload(deps, id)
}
