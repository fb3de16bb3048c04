import type { RecognizedFile } from '@muster/contracts/uploads'
import { isReportHeader, originalHeader } from '@muster/core/outcome/report-columns'
import type { Sentence } from '@muster/core/text/message'
import { plainCell } from '@muster/core/upload/formula-injection'
import { isFlagMapping } from '@muster/core/upload/upload-row'
import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import { accountNamesOf, knownNamesOf } from '../check/account-names.ts'
import { sourcesOf } from '../check/sources-of.ts'
import type { CheckSummary } from '../check-ports.ts'
import type { ContentsCount, FileRow, Inspection, ReadOptions } from '../file-ports.ts'
import { chooseIdentifierColumns } from '../fix/choose-identifier-columns.ts'
import { recheckUpload } from '../fix/correct-upload.ts'
import type { CorrectedFailures, UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { chooseEncoding } from './choose-encoding.ts'
import { mapAhead } from './map-ahead.ts'
import { isHeadingInDoubt, partHeader, readColumns, shapeOfHeader } from './read-columns.ts'
import { throttled } from './throttled.ts'

export interface ReadOrder {
  readonly uploadId: string
  /** The member's corrections; empty the first time. */
  readonly readOptions: ReadOptions
}

const maxHeadingLength = 256
const batchRows = 1024

function checkHeadings(fileName: string, headerRow: number, header: readonly string[]): void {
  const column = header.findIndex((name) => name.length > maxHeadingLength)
  if (column === -1) return
  throw new ProblemError(
    'file_refused',
    message('problem.heading_too_long', { file: fileName, column: column + 1, row: headerRow, most: maxHeadingLength }),
  )
}

function recognized(inspection: Inspection, header: readonly string[]): RecognizedFile | null {
  if (inspection.detected.recognizedAs !== null) return inspection.detected.recognizedAs
  if (isReportHeader(header)) return 'muster_report'
  const isImport = ['Email ID', 'Alternate ID', 'User Status'].every((name) => header.includes(name))
  return isImport ? 'kore_import' : null
}

async function detectFormat(
  deps: UploadDeps,
  upload: UploadRecord,
  input: { readonly inspection: Inspection; readonly readOptions: ReadOptions },
): Promise<UploadRecord> {
  const { inspection, readOptions } = input
  const isJson = inspection.detected.format === 'json'
  const sample = asWritten(inspection.detected.format, inspection.sample)
  const { headerRow, header, data, titles } = partHeader(sample, isJson ? 1 : readOptions.headerRow)
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
    known: knownNamesOf(accountNamesOf(await deps.directory.lookups())),
    isText: inspection.detected.format === 'csv',
    titles,
    about: `${upload.fileName}\n${inspection.detected.sheet ?? ''}`,
  })
  // Without headings, every address in an unread column is an error of its row.
  const columns =
    headerRow === 0 ? matched : await chooseIdentifierColumns((await sourcesOf(deps, upload)).directory, matched, data)
  const detected = { ...inspection.detected, headerRow, recognizedAs: recognized(inspection, header) }
  const progress = { rows: 0, total: Math.max(0, inspection.rows - headerRow) }
  const change = { state: 'checking', problem: null, detected, columns, progress } as const
  await deps.store.update(upload.id, change)
  return { ...upload, ...change }
}

/** Blocks on their way: checked while earlier ones are stored. */
const ahead = 8

/** Throws if the rows of a file are not all of it, or not of one table. */
function checkNothingIsLost({ columns, fileName, detected }: UploadRecord, summary: CheckSummary): void {
  const { rows, loss, second } = summary
  if (detected.headerRow > 0 && isHeadingInDoubt(columns, rows))
    throw new ProblemError(
      'file_refused',
      message('problem.no_row_below_heading', { file: fileName, row: detected.headerRow }),
    )
  if (rows === 0 && loss === null)
    throw new ProblemError('file_refused', message('problem.file_without_rows', { file: fileName }))
  if (loss !== null)
    throw new ProblemError('file_refused', message('problem.file_incomplete', { file: fileName, loss }))
  if (second !== null)
    throw new ProblemError('file_refused', message('file.second_table', { file: fileName, ...second }))
}

interface RowsToCheck {
  readonly batches: AsyncIterable<PackedRows>
  readonly isFile: boolean
  readonly contents?: ContentsCount | undefined
}

/** Whether cells of a column of yes and no may mean the opposite: only all rows show it. */
const isAnyMarkAmbiguous = (columns: UploadRecord['columns']) =>
  columns.some(({ mapping, ambiguousMarks }) => isFlagMapping(mapping) && ambiguousMarks !== undefined)

/** Whether the rows must be checked once more. */
async function checkOnce(
  deps: UploadDeps,
  upload: UploadRecord,
  { batches, isFile, contents }: RowsToCheck,
  signal: AbortSignal,
): Promise<boolean> {
  const checkedAt = deps.clock.now()
  const attempt = await deps.rows.beginReading(upload.id, upload.progress.total)
  const say = throttled(deps, upload.id)
  const lookups = await deps.directory.lookups()
  const check = await deps.checks.begin(await sourcesOf(deps, upload), {
    upload,
    lookups,
    rows: upload.progress.total ?? 0,
    isFile,
    contents,
  })
  try {
    for await (const blocks of mapAhead(batches, ahead, (rows) => check.take(rows))) {
      signal.throwIfAborted()
      if (!(await deps.rows.keepBlocks(upload.id, attempt, blocks))) return false
      say()
    }
    const summary = await check.end()
    if (isFile) checkNothingIsLost(upload, summary)
    await deps.rows.recount(upload.id)
    const progress = { rows: summary.rows, total: null }
    const { columns } = summary
    const rechecking = isAnyMarkAmbiguous(columns)
    const ended = rechecking ? ({ state: 'checking', rechecking } as const) : ({ state: 'checked', checkedAt } as const)
    const attempted = { id: upload.id, attempt, state: 'checking' } as const
    return (await deps.store.updateUnchanged(attempted, { columns, progress, ...ended })) && rechecking
  } finally {
    check.close()
  }
}

async function checkAll(deps: UploadDeps, upload: UploadRecord, rows: RowsToCheck, signal: AbortSignal): Promise<void> {
  if (await checkOnce(deps, upload, rows, signal)) await recheckUpload(deps, upload.id, signal)
}

/** Inspects a file; if its encoding is a guess, names in the directory decide. */
async function inspect(
  deps: UploadDeps,
  {
    file,
    createdBy,
  }: { readonly file: { readonly path: string; readonly name: string } } & Pick<UploadRecord, 'createdBy'>,
  readOptions: ReadOptions,
  signal: AbortSignal,
): Promise<Inspection> {
  const inspection = await deps.reader.inspect(file, readOptions, signal)
  const scope = await deps.scopeOf(createdBy.memberId)
  const encoding = await chooseEncoding(deps, inspection.encodings ?? [], scope)
  if (encoding === null || encoding === inspection.detected.encoding) return inspection
  return deps.reader.inspect(file, { ...readOptions, encoding }, signal)
}

async function readFile(
  deps: UploadDeps,
  upload: UploadRecord,
  readOptions: ReadOptions,
  signal: AbortSignal,
): Promise<void> {
  deps.reader.prepare()
  deps.checks.prepare(upload.bytes)
  await deps.files.lend(upload.id, async (path) => {
    const inspection = await inspect(
      deps,
      { file: { path, name: upload.fileName }, createdBy: upload.createdBy },
      readOptions,
      signal,
    )
    const detected = await detectFormat(deps, upload, { inspection, readOptions })
    const batches = deps.reader.rows(path, detected.detected, signal)
    await checkAll(deps, detected, { batches, isFile: true, contents: inspection.contents }, signal)
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
  await checkAll(deps, upload, { batches: deps.failedRows.rows(corrects, batchRows), isFile: false }, signal)
}

/** A report's text file has an apostrophe before values that a sheet would run; it is removed again here. */
function asWritten(format: UploadRecord['detected']['format'], rows: readonly FileRow[]): readonly FileRow[] {
  if (format !== 'csv' || !rows.some(({ cells }) => isReportHeader(cells))) return rows
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
