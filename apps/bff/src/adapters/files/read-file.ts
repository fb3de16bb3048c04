import { open } from 'node:fs/promises'
import type { Detection, FileRow, Inspection, ReadOptions } from '../../features/uploads/file-ports.ts'
import { textCounter } from '../../features/uploads/receive/contents-count.ts'
import { emptyDetection } from '../../features/uploads/receive/empty-detection.ts'
import { fileFormat } from './file-format.ts'
import { readJson, surveyJson } from './json/read-json.ts'
import { withoutMark } from './text/byte-order-mark.ts'
import { guessDelimiter } from './text/delimiter.ts'
import { readCsv, readCsvBatches, textOfFile } from './text/read-csv.ts'
import { scanText } from './text/scan-text.ts'
import { guessEncoding } from './text/text-encoding.ts'
import type { TakeRows } from './workbook/read-xlsx.ts'

/** Loaded with the first workbook: its parsers are most of what a process that reads a file would load. */
const workbooks = () => import('./workbook/read-xlsx.ts')

const sampleBytes = 65_536
const sampleRows = 200

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function take<T>(items: AsyncIterable<T>, most: number): Promise<T[]> {
  const taken: T[] = []
  for await (const item of items) {
    taken.push(item)
    if (taken.length >= most) break
  }
  return taken
}

async function inspectText(path: string, bytes: Uint8Array, readOptions: ReadOptions): Promise<Inspection> {
  const { notUtf8, lines } = await scanText(path)
  const guess = guessEncoding(bytes, notUtf8)
  const encoding = readOptions.encoding ?? guess.encoding
  const delimiter = readOptions.delimiter ?? guessDelimiter(new TextDecoder(encoding).decode(withoutMark(bytes)))
  const sample = await take(readCsv(path, { encoding, delimiter }), sampleRows)
  const counter = textCounter()
  for await (const text of textOfFile(path, encoding)) counter.see(text)
  return {
    contents: counter.end(),
    detected: { ...emptyDetection, format: 'csv', encoding, byteOrderMark: guess.byteOrderMark, delimiter },
    sample,
    rows: lines,
    ...(readOptions.encoding === undefined ? { encodings: guess.candidates } : {}),
  }
}

async function inspectWorkbook(path: string, readOptions: ReadOptions): Promise<Inspection> {
  const sample: FileRow[] = []
  const { surveyXlsx } = await workbooks()
  const { facts, contents, comments, ...survey } = await surveyXlsx(
    { path, sheetName: readOptions.sheet ?? null },
    async (rows) => {
      if (sample.length < sampleRows) sample.push(...rows.slice(0, sampleRows - sample.length))
    },
  )
  const { rows, ...counts } = facts
  const hasComments = comments.count > 0 || comments.textBoxes.length > 0 || comments.isIncomplete
  return {
    contents,
    detected: { ...emptyDetection, format: 'xlsx', ...survey, ...counts, ...(hasComments ? { comments } : {}) },
    sample,
    rows,
  }
}

async function inspectJson(path: string): Promise<Inspection> {
  const survey = await surveyJson(path)
  const sample = await take(readJson(path, survey), sampleRows)
  const detected: Detection = {
    ...emptyDetection,
    format: 'json',
    encoding: 'utf-8',
    headerRow: 1,
    recognizedAs: survey.recognizedAs,
  }
  const contents = { addresses: survey.contents.addresses, records: survey.contents.sums.length + 1 }
  return { contents, detected, sample, rows: survey.rows }
}

/** Detects the format of a file and reads its first rows. */
export async function inspectFile(
  { path, name }: { readonly path: string; readonly name: string },
  readOptions: ReadOptions,
): Promise<Inspection> {
  const bytes = await firstBytes(path)
  const format = fileFormat(name, bytes)
  if (format === 'json') return inspectJson(path)
  return format === 'xlsx' ? inspectWorkbook(path, readOptions) : inspectText(path, bytes, readOptions)
}

/** Streams every nonblank row of a file in order; waits until each batch is consumed. */
export async function readRows(path: string, detected: Detection, takeRows: TakeRows): Promise<void> {
  const { format, sheet, encoding, delimiter, mergedCells } = detected
  if (format === 'xlsx') {
    const { readXlsx } = await workbooks()
    await readXlsx({ path, sheetName: sheet, hasMerges: mergedCells > 0 }, takeRows)
    return
  }
  if (format === 'json') {
    for await (const row of readJson(path, await surveyJson(path))) await takeRows([row])
    return
  }
  const reading = { encoding: encoding ?? 'utf-8', delimiter: delimiter ?? ',' } as const
  for await (const rows of readCsvBatches(path, reading)) await takeRows(rows)
}
