import type { CombinedRows } from '@muster/contracts/uploads'
import { isOfCause } from '@muster/core/upload/issue-key'
import { issueInCell } from '@muster/core/upload/upload-merges'
import { replaceInCell } from '@muster/core/upload/upload-replace'
import { isTossUp } from '@muster/core/upload/upload-suggestion'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import { editRows, withCell } from '../check/revalidate-rows.ts'
import type { KeptRow, RowIssue, UploadRecord } from '../ports.ts'
import { throttled } from '../receive/throttled.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { combineDuplicates } from './combine-duplicates.ts'

/** The fix for every row of an issue group, or of a whole cause: one value, or for each value its best suggestion. */
export interface IssueFix {
  readonly issue: string
  readonly by:
    | { readonly kind: 'value'; readonly value: string }
    | { readonly kind: 'suggestion' }
    /** Merges each duplicate row into the first row of its user. */
    | { readonly kind: 'combine' }
}

/** The work of fixing a cause in more rows than one request should process. */
export const fixIssueWork = 'upload.fix'

const batchRows = 1024
const maxRowsPerRequest = 2000

function newValue(issue: RowIssue, by: IssueFix['by']): string | undefined {
  if (by.kind === 'value') return by.value
  if (by.kind === 'combine') return undefined
  return isTossUp(issue.code) ? undefined : issue.suggestions[0]
}

function fixedRow(row: KeptRow, { issue, by }: IssueFix): EditedRow {
  let fixed: EditedRow = row
  for (const one of row.issues) {
    const value = newValue(one, by)
    if (!isOfCause(one.key, issue) || one.column === null || value === undefined) continue
    const cell = fixed.cells[one.column] ?? ''
    fixed = withCell(fixed, one.column, replaceInCell(cell, issueInCell(one), value))
  }
  return fixed
}

/** Receives what a page of a combination changed. */
export type OnCombined = (combined: CombinedRows) => void

/** False if the upload has another attempt or state. */
async function fixPage(
  deps: UploadDeps,
  upload: UploadRecord,
  page: { readonly rows: readonly KeptRow[]; readonly fix: IssueFix; readonly onCombined?: OnCombined | undefined },
): Promise<boolean> {
  if (page.fix.by.kind === 'combine') {
    const combined = await combineDuplicates(deps, upload, page.rows)
    if (combined !== null) page.onCombined?.(combined)
    return combined !== null
  }
  const numbers = page.rows.map(({ row }) => row)
  const fix = (rows: readonly KeptRow[]) =>
    rows.map((row) => fixedRow(row, page.fix)).filter((row, at) => row !== rows[at])
  return (await editRows(deps, upload, numbers, fix)) !== null
}

/**
 * Fixes page after page. Fixed rows leave the group, so the next page starts after the last row seen. False if the
 * upload has another attempt or state.
 */
async function fixPages(
  deps: UploadDeps,
  upload: UploadRecord,
  {
    fix,
    onCombined,
    onProgress,
  }: {
    readonly fix: IssueFix
    readonly onCombined?: OnCombined | undefined
    readonly onProgress?: (rows: number) => Promise<void>
  },
): Promise<boolean> {
  for (let after = 0; ; ) {
    const rows = await deps.rows.list(upload.id, { issue: fix.issue, after, limit: batchRows })
    const last = rows.at(-1)
    if (last === undefined) return true
    if (!(await fixPage(deps, upload, { rows, fix, onCombined }))) return false
    await onProgress?.(rows.length)
    after = last.row
  }
}

/** Maximum groups that the store lists; a cause may have more values. */
const maxGroups = 500

/** Maximum number of rows of a fix. */
function rowsOf({ tally }: UploadRecord, issue: string): number {
  const groups = tally?.groups ?? []
  const listed = groups.filter(({ key }) => isOfCause(key, issue))
  if (groups.length >= maxGroups && !listed.some(({ key }) => key === issue)) return tally?.counts.rows ?? 0
  return listed.reduce((sum, { count }) => sum + count, 0)
}

/** Fixes a cause in all its rows: at once if they are few, otherwise as background work with visible progress. */
export async function fixIssue(
  deps: UploadDeps,
  upload: UploadRecord,
  fix: IssueFix,
  onCombined?: OnCombined,
): Promise<'fixed' | 'begun' | 'overtaken'> {
  const total = rowsOf(upload, fix.issue)
  if (total <= maxRowsPerRequest) return (await fixPages(deps, upload, { fix, onCombined })) ? 'fixed' : 'overtaken'
  // If the process dies midway, all rows are validated again and the rest remains to be fixed.
  const begun = { state: 'checking', rechecking: true, progress: { rows: 0, total } } as const
  if (!(await deps.store.updateUnchanged(upload, begun))) return 'overtaken'
  await deps.queue.send(fixIssueWork, { uploadId: upload.id, fix })
  return 'begun'
}

/** Fixes a cause in very many rows. Idempotent. */
export async function fixIssueOf(
  deps: UploadDeps,
  { uploadId, fix }: { readonly uploadId: string; readonly fix: IssueFix },
  signal: AbortSignal,
): Promise<void> {
  const upload = await deps.store.get(uploadId)
  if (upload === null || upload.state !== 'checking') return
  const total = upload.progress.total ?? 0
  const say = throttled(deps, uploadId)
  let rows = 0
  const attempt = await deps.rows.takeOver(uploadId)
  const isDone = await fixPages(
    deps,
    { ...upload, attempt },
    {
      fix,
      onProgress: async (more) => {
        signal.throwIfAborted()
        rows = Math.min(total, rows + more)
        await deps.store.update(uploadId, { progress: { rows, total } })
        say()
      },
    },
  )
  if (!isDone) return
  await deps.rows.recount(uploadId)
  const progress = { rows: upload.tally?.counts.rows ?? rows, total: null }
  await deps.store.updateUnchanged({ ...upload, attempt }, { state: 'checked', rechecking: false, progress })
  deps.events.publish({ kind: 'upload', uploadId })
}
