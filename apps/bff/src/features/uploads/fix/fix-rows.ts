import type { RouteInput } from '@muster/contracts/route'
import type { fixUploadRows } from '@muster/contracts/uploads'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { checkAgain, withCell } from '../check/revalidate-rows.ts'
import type { ChangedPeople, CheckedRow, UploadRecord } from '../ports.ts'
import { findUpload } from '../receive/upload-entry.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { openUpload } from './correct-upload.ts'
import { fixIssue } from './fix-issue.ts'

type Fix = RouteInput<typeof fixUploadRows>['body']
type CellFix = Extract<Fix, { kind: 'cells' }>['cells'][number]

/** The issue group of duplicate rows. */
const duplicateKey = 'duplicate_person::'

/** Users of rows: only their rows can have become, or ceased to be, duplicates. */
function peopleOf(rows: readonly CheckedRow[]): ChangedPeople {
  return {
    subjects: [...new Set(rows.flatMap(({ subject }) => subject ?? []))],
    resemblances: [...new Set(rows.flatMap(({ resembles }) => resembles ?? []))],
  }
}

async function fixCells(deps: UploadDeps, upload: UploadRecord, cells: readonly CellFix[]): Promise<ChangedPeople> {
  const beyond = cells.find(({ column }) => column >= upload.columns.length)
  if (beyond !== undefined)
    throw new ProblemError('invalid_request', message('problem.no_column', { column: beyond.column + 1 }))
  const before = await deps.rows.byNumber(upload.id, [...new Set(cells.map(({ row }) => row))])
  const rows = new Map<number, CheckedRow>(before.map((row) => [row.row, row]))
  for (const { row, column, value } of cells) {
    const known = rows.get(row)
    if (known === undefined) throw new ProblemError('not_found', message('problem.no_row', { row: row }))
    rows.set(row, withCell(known, column, value))
  }
  return peopleOf([...before, ...((await checkAgain(deps, upload, { rows: [...rows.values()] })) ?? [])])
}

async function exclude(
  deps: UploadDeps,
  id: string,
  { rows, excluded }: Extract<Fix, { kind: 'rows' }>,
): Promise<ChangedPeople> {
  await deps.exclusions.exclude(id, rows, excluded)
  return peopleOf(await deps.rows.byNumber(id, rows))
}

/** The changed rows: these users' rows, any rows, or none yet because the work continues in the background. */
async function fix(deps: UploadDeps, upload: UploadRecord, order: Fix): Promise<ChangedPeople | 'anything' | 'later'> {
  switch (order.kind) {
    case 'cells':
      return fixCells(deps, upload, order.cells)
    case 'rows':
      return exclude(deps, upload.id, order)
    case 'all':
      await deps.exclusions.excludeLevel(upload.id, order.rows, order.rows === 'error')
      return 'anything'
    case 'combine':
      return fixed(await fixIssue(deps, upload, { issue: duplicateKey, by: { kind: 'combine' } }))
    case 'suggested':
      return fixed(await fixIssue(deps, upload, { issue: order.issue, by: { kind: 'suggestion' } }))
    case 'issue':
      if (order.replaceWith !== null) {
        const by = { kind: 'value', value: order.replaceWith } as const
        return fixed(await fixIssue(deps, upload, { issue: order.issue, by }))
      }
      await deps.exclusions.excludeIssue(upload.id, order.issue)
      return 'anything'
  }
}

const fixed = (isDone: boolean) => (isDone ? 'anything' : 'later')

/** Fixes cells, excludes or includes rows, or fixes one cause over all its rows; validates only what changed. */
export async function fixRows(deps: UploadDeps, id: string, order: Fix): Promise<UploadRecord> {
  const upload = await openUpload(deps, id)
  if (upload.state === 'refused') throw new ProblemError('conflict', message('problem.file_refused'))
  const changed = await fix(deps, upload, order)
  if (changed !== 'later') await deps.rows.recountDuplicates(id, changed === 'anything' ? undefined : changed)
  deps.events.publish({ kind: 'upload', uploadId: id })
  return findUpload(deps, id)
}
