import type { RouteInput } from '@muster/contracts/route'
import type { correctUpload as correctUploadRoute, UploadColumn } from '@muster/contracts/uploads'
import { originalHeader } from '@muster/core/outcome/report-columns'
import { columnsInDoubt } from '@muster/core/upload/upload-doubt'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { sourcesOf } from '../check/sources-of.ts'
import type { RememberedColumn, UploadChanges, UploadRecord } from '../ports.ts'
import { mapAhead } from '../receive/map-ahead.ts'
import { shapeOfHeader } from '../receive/read-columns.ts'
import { throttled } from '../receive/throttled.ts'
import { findUpload } from '../receive/upload-entry.ts'
import type { StoredRows } from '../store-ports.ts'
import { readUploadWork, type UploadDeps } from '../upload-deps.ts'

type Correction = RouteInput<typeof correctUploadRoute>['body']

/** The work of validating every stored row again after column mappings changed. */
export const recheckUploadWork = 'upload.recheck'

/** A process that has not stored its plan this long after the upload was tied to it was interrupted. */
export const longestBeginMs = 60_000

/** A plan was made of the upload, or its rows are read or checked again, since a request began. */
export function overtaken({ state }: UploadRecord): ProblemError {
  const reason = state === 'planned' ? 'problem.file_being_planned' : 'problem.file_being_read'
  return new ProblemError('conflict', message(reason))
}

/**
 * An upload whose rows may be edited. A planned one is reopened unless its plan was applied: the
 * plan stays unchanged, and another is made of the edited rows.
 */
export async function openUpload(deps: UploadDeps, id: string): Promise<UploadRecord> {
  const upload = await findUpload(deps, id)
  if (upload.state === 'reading' || upload.state === 'checking')
    throw new ProblemError('conflict', message('problem.file_being_read'))
  if (upload.state !== 'planned') return upload
  const opened = await deps.planTies.reopen(id, deps.clock.now() - longestBeginMs)
  if (opened === 'computing') throw new ProblemError('conflict', message('problem.file_being_planned'))
  if (opened === 'applied') throw new ProblemError('conflict', message('problem.file_plan_applied'))
  return findUpload(deps, id)
}

function readOptionsOf(correction: Correction, upload: UploadRecord) {
  const { encoding, delimiter, sheet, headerRow } = correction
  const before = upload.detected
  return {
    encoding: encoding ?? before.encoding ?? undefined,
    delimiter: delimiter ?? (encoding === undefined ? (before.delimiter ?? undefined) : undefined),
    sheet: sheet ?? before.sheet ?? undefined,
    headerRow: headerRow ?? (sheet === undefined ? before.headerRow : undefined),
  }
}

/**
 * An undecided column is undecided again in the next file, and so is one that no member ruled out: other values may suggest
 * a change.
 */
function rememberedOf(column: UploadColumn, before: UploadColumn | undefined): RememberedColumn {
  const isDecided = column.mapping !== 'ignore' || column.chosen === true || before?.remembered === true
  if (!isDecided || columnsInDoubt([column]).length > 0) return null
  const { mapping, blank, ahead } = column
  return { mapping, blank, ...(ahead === undefined ? {} : { ahead }) }
}

async function applyMappings(
  deps: UploadDeps,
  upload: UploadRecord,
  corrected: NonNullable<Correction['columns']>,
): Promise<void> {
  const byIndex = new Map(corrected.map((column) => [column.index, column]))
  const unknown = corrected.find(({ index }) => index >= upload.columns.length)
  if (unknown !== undefined)
    throw new ProblemError('invalid_request', message('problem.no_column', { column: unknown.index + 1 }))
  const columns = upload.columns.map((column) => ({
    ...column,
    ...byIndex.get(column.index),
    remembered: false,
    chosen: column.chosen === true || byIndex.has(column.index),
  }))
  await checkAllAgain(deps, upload, { columns })
  const header = upload.columns.map((column) => column.header)
  await deps.columnMemory.remember(
    upload.createdBy.memberId,
    shapeOfHeader(originalHeader(header)),
    columns.slice(0, originalHeader(header).length).map((column, at) => rememberedOf(column, upload.columns[at])),
  )
}

async function checkAllAgain(
  deps: UploadDeps,
  upload: UploadRecord,
  change: Pick<UploadChanges, 'columns'> = {},
): Promise<void> {
  const { id, progress, state } = upload
  if (state === 'refused') throw new ProblemError('conflict', message('problem.file_refused_correct'))
  const total = progress.rows
  const begun = { ...change, state: 'checking', rechecking: true, progress: { rows: 0, total } } as const
  if (!(await deps.store.updateUnchanged(upload, begun))) throw overtaken(await findUpload(deps, id))
  // No singleton key: the state allows one work item at a time, and the one just ending would swallow this one.
  await deps.queue.send(recheckUploadWork, { uploadId: id })
}

/** Corrects the detected format. Columns, or `checkAgain`: validates the rows again. Anything else: reads the file again, and fixes in its cells are lost. */
export async function correctUpload(deps: UploadDeps, id: string, correction: Correction): Promise<UploadRecord> {
  const upload = await openUpload(deps, id)
  if (correction.checkAgain === true) await checkAllAgain(deps, upload)
  else if (correction.columns !== undefined) await applyMappings(deps, upload, correction.columns)
  else if (upload.corrects !== null) throw new ProblemError('conflict', message('problem.rows_without_file'))
  else {
    const readOptions = readOptionsOf(correction, upload)
    const begun = { state: 'reading', problem: null, readOptions, rechecking: false } as const
    if (!(await deps.store.updateUnchanged(upload, begun))) throw overtaken(await findUpload(deps, id))
    await deps.queue.send(readUploadWork, { uploadId: id, readOptions })
  }
  return findUpload(deps, id)
}

/** Blocks on their way: checked while earlier ones are stored. */
const ahead = 8

/** Validates every stored row again; the member's edits stay. Idempotent. */
export async function recheckUpload(deps: UploadDeps, uploadId: string, signal: AbortSignal): Promise<void> {
  const upload = await deps.store.get(uploadId)
  if (upload === null || upload.state !== 'checking') return
  const checkedAt = deps.clock.now()
  const say = throttled(deps, uploadId)
  const attempt = await deps.rows.takeOver(uploadId)
  const total = upload.tally?.counts.rows ?? upload.progress.total ?? upload.progress.rows
  const lookups = await deps.directory.lookups()
  const check = await deps.checks.begin(await sourcesOf(deps, upload), { upload, lookups, rows: total, isFile: false })
  const recheck = async ({ block, version, rows }: StoredRows) => {
    const { facts, dictionary } = await check.take(rows)
    return { block, version, size: rows.numbers.length, results: { facts, dictionary } }
  }
  let checked = 0
  try {
    for await (const blocks of mapAhead(deps.rows.blocks(uploadId), ahead, recheck)) {
      signal.throwIfAborted()
      let edited = await deps.rows.replaceBlocks(uploadId, attempt, blocks)
      while (edited !== null && edited.length > 0)
        edited = await deps.rows.replaceBlocks(uploadId, attempt, await Promise.all(edited.map(recheck)))
      if (edited === null) return
      checked += blocks.reduce((sum, { size }) => sum + size, 0)
      await deps.store.update(uploadId, { progress: { rows: checked, total } })
      say()
    }
  } finally {
    check.close()
  }
  await deps.rows.recount(uploadId)
  const ended = { state: 'checked', rechecking: false, progress: { rows: total, total: null }, checkedAt } as const
  await deps.store.updateUnchanged({ ...upload, attempt }, ended)
  deps.events.publish({ kind: 'upload', uploadId })
}
