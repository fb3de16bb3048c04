import type { RouteInput } from '@muster/contracts/route'
import type { fixUploadRows } from '@muster/contracts/uploads'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { editRows, withCell } from '../check/revalidate-rows.ts'
import type { UploadRecord } from '../ports.ts'
import { findUpload } from '../receive/upload-entry.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { openUpload } from './correct-upload.ts'
import { fixIssue } from './fix-issue.ts'

type Fix = RouteInput<typeof fixUploadRows>['body']
type CellFix = Extract<Fix, { kind: 'cells' }>['cells'][number]

/** The issue group of duplicate rows. */
const duplicateKey = 'duplicate_person::'

async function fixCells(deps: UploadDeps, upload: UploadRecord, cells: readonly CellFix[]): Promise<void> {
  const beyond = cells.find(({ column }) => column >= upload.columns.length)
  if (beyond !== undefined)
    throw new ProblemError('invalid_request', message('problem.no_column', { column: beyond.column + 1 }))
  await editRows(deps, upload, { rows: [...new Set(cells.map(({ row }) => row))] }, (before) => {
    const rows = new Map<number, EditedRow>(before.map((row) => [row.row, row]))
    for (const { row, column, value } of cells) {
      const known = rows.get(row)
      if (known === undefined) throw new ProblemError('not_found', message('problem.no_row', { row }))
      rows.set(row, withCell(known, column, value))
    }
    return [...rows.values()]
  })
}

/** False: the work continues in the background. */
async function fix(deps: UploadDeps, upload: UploadRecord, order: Fix): Promise<boolean> {
  switch (order.kind) {
    case 'cells':
      await fixCells(deps, upload, order.cells)
      return true
    case 'rows':
      await deps.exclusions.exclude(upload.id, order.rows, order.excluded)
      return true
    case 'all':
      await deps.exclusions.excludeLevel(upload.id, order.rows, order.rows === 'error')
      return true
    case 'combine':
      return fixIssue(deps, upload, { issue: duplicateKey, by: { kind: 'combine' } })
    case 'suggested':
      return fixIssue(deps, upload, { issue: order.issue, by: { kind: 'suggestion' } })
    case 'issue':
      if (order.replaceWith !== null) {
        const by = { kind: 'value', value: order.replaceWith } as const
        return fixIssue(deps, upload, { issue: order.issue, by })
      }
      await deps.exclusions.excludeIssue(upload.id, order.issue)
      return true
  }
}

/** Fixes cells, excludes or includes rows, or fixes one cause over all its rows; validates only what changed. */
export async function fixRows(deps: UploadDeps, id: string, order: Fix): Promise<UploadRecord> {
  const upload = await openUpload(deps, id)
  if (upload.state === 'refused') throw new ProblemError('conflict', message('problem.file_refused'))
  if (await fix(deps, upload, order)) await deps.rows.recount(id)
  deps.events.publish({ kind: 'upload', uploadId: id })
  return findUpload(deps, id)
}
