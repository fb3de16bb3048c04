import { isReportHeader, originalHeader } from '@muster/core/outcome/report-columns'
import type { Sentence } from '@muster/core/text/message'
import { plainCell } from '@muster/core/upload/formula-injection'
import type { KnownNames } from '@muster/core/upload/upload-columns'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { accountNamesOf } from '../check/account-names.ts'
import { checkRows } from '../check/validate-rows.ts'
import type { ContentsCount, FileRow, Inspection, ReadOptions } from '../file-ports.ts'
import { chooseIdentifierColumns } from '../fix/choose-identifier-columns.ts'
import type { CorrectedFailures, UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { chooseEncoding } from './choose-encoding.ts'
import { lossOf, rowsCounter } from './contents-count.ts'
import { fillCounter, isHeadingInDoubt, partHeader, readColumns, shapeOfHeader } from './read-columns.ts'
import { throttled } from './throttled.ts'

export interface ReadOrder {
  readonly uploadId: string
  /** The user's corrections; empty the first time. */
  readonly readOptions: ReadOptions
}

const maxHeadingLength = 256
const batchRows = 500

function checkHeadings(fileName: string, headerRow: number, header: readonly string[]): void {
  const column = header.findIndex((name) => name.length > maxHeadingLength)
  if (column === -1) return
  throw new ProblemError(
    'file_refused',
    message('problem.heading_too_long', { file: fileName, column: column + 1, row: headerRow, most: maxHeadingLength }),
  )
}

function recognized(inspection: Inspection, header: readonly string[]): string | null {
  if (inspection.detected.recognizedAs !== null) return inspection.detected.recognizedAs
  if (isReportHeader(header)) return 'a report of Muster'
  const isImport = ['Email ID', 'Alternate ID', 'User Status'].every((name) => header.includes(name))
  return isImport ? "Kore.ai's own import file" : null
}

async function detectFormat(
  deps: UploadDeps,
  upload: UploadRecord,
  input: { readonly inspection: Inspection; readonly readOptions: ReadOptions },
): Promise<UploadRecord> {
  const { inspection, readOptions } = input
  const isJson = inspection.detected.format === 'json'
  const sample = asWritten(inspection.detected.format, inspection.sample)
  const { headerRow, header, data } = partHeader(sample, isJson ? 1 : readOptions.headerRow)
  if (headerRow > 0 && header.length === 0)
    throw new ProblemError(
      'file_refused',
      message('problem.row_cannot_name_columns', { file: upload.fileName, row: headerRow }),
    )
  checkHeadings(upload.fileName, headerRow, header)
  const shape = shapeOfHeader(originalHeader(header))
  const remembered = headerRow === 0 ? null : await deps.columnMemory.remembered(upload.createdBy.memberId, shape)
  const matched = readColumns({
    header,
    data,
    remembered,
    known: await knownNames(deps),
    isText: inspection.detected.format === 'csv',
  })
  // Without headings, every address in an unread column is an error of its row.
  const columns = headerRow === 0 ? matched : await chooseIdentifierColumns(deps.directory, matched, data)
  const detected = { ...inspection.detected, headerRow, recognizedAs: recognized(inspection, header) }
  const progress = { rows: 0, total: Math.max(0, inspection.rows - headerRow) }
  const change = { state: 'checking', problem: null, detected, columns, progress } as const
  await deps.store.update(upload.id, change)
  return { ...upload, ...change }
}

/** The names that may fill a column. */
async function knownNames({ directory }: Pick<UploadDeps, 'directory'>): Promise<KnownNames> {
  const { groups, roles } = accountNamesOf(await directory.lookups())
  return { group: (text) => groups.knows(text), role: (text) => roles.knows(text) }
}

/** The rows of a file below its heading. */
async function* rowsOfFile(
  deps: UploadDeps,
  { columns, fileName, detected }: UploadRecord,
  {
    path,
    contents,
    signal,
  }: { readonly path: string; readonly contents: ContentsCount | undefined; readonly signal: AbortSignal },
) {
  const counter = rowsCounter(contents)
  let rowsBelow = 0
  const isReport = isReportHeader(columns.map(({ header }) => header))
  for await (const batch of deps.reader.rows(path, detected, signal)) {
    for (const row of batch) counter.see(row)
    const below = batch.filter(({ row }) => row > detected.headerRow)
    rowsBelow += below.length
    yield asWritten(detected.format, below, isReport)
  }
  if (detected.headerRow > 0 && isHeadingInDoubt(columns, rowsBelow))
    throw new ProblemError(
      'file_refused',
      message('problem.no_row_below_heading', { file: fileName, row: detected.headerRow }),
    )
  const loss = contents === undefined ? null : lossOf(contents, counter)
  if (loss !== null) throw new ProblemError('file_refused', message('problem.file_loss', { file: fileName, loss }))
}

async function checkAll(
  deps: UploadDeps,
  upload: UploadRecord,
  batches: AsyncIterable<readonly FileRow[]>,
  signal: AbortSignal,
): Promise<void> {
  const checkedAt = deps.clock.now()
  const attempt = await deps.rows.beginReading(upload.id, upload.progress.total)
  const names = accountNamesOf(await deps.directory.lookups())
  const say = throttled(deps, upload.id)
  const fill = fillCounter(upload.columns)
  for await (const batch of batches) {
    signal.throwIfAborted()
    const rows = batch.map((row) => ({ ...row, edited: [] }))
    fill.see(rows)
    if (!(await deps.rows.keepRows(upload.id, attempt, await checkRows(deps, { rows, upload, names })))) return
    say()
  }
  await deps.rows.recountDuplicates(upload.id)
  await deps.store.update(upload.id, { columns: fill.columns() })
  const checked = await deps.store.get(upload.id)
  const progress = { rows: checked?.progress.rows ?? 0, total: null }
  await deps.store.update(upload.id, { state: 'checked', progress, checkedAt })
}

/** Inspects a file; if its encoding is a guess, names in the directory decide. */
async function inspect(
  deps: UploadDeps,
  file: { readonly path: string; readonly name: string },
  readOptions: ReadOptions,
  signal: AbortSignal,
): Promise<Inspection> {
  const inspection = await deps.reader.inspect(file, readOptions, signal)
  const encoding = await chooseEncoding(deps, inspection.encodings ?? [])
  if (encoding === null || encoding === inspection.detected.encoding) return inspection
  return deps.reader.inspect(file, { ...readOptions, encoding }, signal)
}

async function readFile(
  deps: UploadDeps,
  upload: UploadRecord,
  readOptions: ReadOptions,
  signal: AbortSignal,
): Promise<void> {
  await deps.files.lend(upload.id, async (path) => {
    const inspection = await inspect(deps, { path, name: upload.fileName }, readOptions, signal)
    const detected = await detectFormat(deps, upload, { inspection, readOptions })
    await checkAll(deps, detected, rowsOfFile(deps, detected, { path, contents: inspection.contents, signal }), signal)
  })
}

/** The file was detected before: its failed rows are used as planned. */
async function readFailures(
  deps: UploadDeps,
  upload: UploadRecord,
  corrects: CorrectedFailures,
  signal: AbortSignal,
): Promise<void> {
  await deps.store.update(upload.id, { state: 'checking' })
  await checkAll(deps, upload, deps.failedRows.rows(corrects, batchRows), signal)
}

/** A report's text file has an apostrophe before values that a sheet would run; it is removed again here. */
function asWritten(
  format: UploadRecord['detected']['format'],
  rows: readonly FileRow[],
  isReport = rows.some(({ cells }) => isReportHeader(cells)),
): readonly FileRow[] {
  if (format !== 'csv' || !isReport) return rows
  return rows.map((row) => ({ ...row, cells: row.cells.map(plainCell) }))
}

async function refuse(deps: UploadDeps, id: string, problem: Sentence): Promise<void> {
  // Rows stored before the failure are deleted too: a refused file leaves no rows.
  await deps.rows.beginReading(id, null)
  await deps.store.update(id, { state: 'refused', problem })
}

/** Refuses a file whose reading or validation crashed Muster twice: a third time would be the same. */
export async function giveUpUpload(deps: UploadDeps, uploadId: string): Promise<void> {
  const upload = await deps.store.get(uploadId)
  if (upload === null || (upload.state !== 'reading' && upload.state !== 'checking')) return
  await refuse(deps, uploadId, message('problem.reader_stopped_twice', { file: upload.fileName }))
  deps.events.publish({ kind: 'upload', uploadId })
}

/**
 * Detects the format of a file and validates its rows as a stream, in constant memory. Idempotent: it starts over,
 * and a reading that was replaced by another writes nothing more.
 */
export async function readUpload(deps: UploadDeps, order: ReadOrder, signal: AbortSignal): Promise<void> {
  const upload = await deps.store.get(order.uploadId)
  if (upload === null || (upload.state !== 'reading' && upload.state !== 'checking')) return
  try {
    if (upload.corrects === null) await readFile(deps, upload, order.readOptions, signal)
    else await readFailures(deps, upload, upload.corrects, signal)
  } catch (error) {
    if (signal.aborted) throw error
    const known = error instanceof ProblemError
    await refuse(deps, upload.id, known ? error.detail : message('problem.reading_bug'))
    deps.events.publish({ kind: 'upload', uploadId: upload.id })
    // The upload shows an expected problem; the operator must also see a bug.
    if (!known) throw error
    return
  }
  deps.events.publish({ kind: 'upload', uploadId: upload.id })
}
