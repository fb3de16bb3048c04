import { open } from 'node:fs/promises'
import { nothingUnderstood } from '../../features/uploads/nothing-understood.ts'
import type { FileReader, FileRow, Inspection, Understood, Wish } from '../../features/uploads/ports.ts'
import { ProblemError } from '../../http/problem-error.ts'
import { guessDelimiter } from './delimiter.ts'
import { fileFormat } from './file-format.ts'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import { readCsv } from './read-csv.ts'
import { readJson } from './read-json.ts'
import { readMergedXlsx, readXlsx } from './read-xlsx.ts'
import { scanText } from './scan-text.ts'
import { guessEncoding } from './text-encoding.ts'

const sampleBytes = 65_536
const sampleRows = 200
const batchRows = 500

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

async function inspectText(path: string, bytes: Uint8Array, wish: Wish): Promise<Inspection> {
  const { notUtf8, lines } = await scanText(path)
  const guess = guessEncoding(bytes, notUtf8)
  const encoding = wish.encoding ?? guess.encoding
  const delimiter = wish.delimiter ?? guessDelimiter(new TextDecoder(encoding).decode(bytes))
  const sample = await take(readCsv(path, { encoding, delimiter }), sampleRows)
  return {
    understood: { ...nothingUnderstood, format: 'csv', encoding, byteOrderMark: guess.byteOrderMark, delimiter },
    sample,
    rows: lines,
  }
}

/** A workbook is read to its end once, because only then its hidden rows and merged cells are known. */
async function inspectWorkbook(path: string, wish: Wish): Promise<Inspection> {
  const sample: FileRow[] = []
  let understood: Understood = { ...nothingUnderstood, format: 'xlsx' }
  let rows = 0
  for await (const word of readXlsx({ path, sheetName: wish.sheet ?? null, countOthers: true })) {
    if (word.kind === 'sheets')
      understood = { ...understood, sheets: word.sheets.map((sheet) => ({ ...sheet, rows: null })) }
    if (word.kind === 'rows' && sample.length < sampleRows)
      sample.push(...word.rows.slice(0, sampleRows - sample.length))
    if (word.kind === 'done') {
      const { rows: counted, ...facts } = word.facts
      rows = counted
      const counts = new Map([...word.others, [word.sheet, counted] as const])
      const sheets = understood.sheets.map((sheet) => ({ ...sheet, rows: counts.get(sheet.name) ?? null }))
      understood = { ...understood, ...facts, sheet: word.sheet, sheets }
    }
  }
  return { understood, sample, rows }
}

async function inspectJson(path: string): Promise<Inspection> {
  const sample: FileRow[] = []
  let rows = 0
  let understood: Understood = { ...nothingUnderstood, format: 'json', encoding: 'utf-8', headerRow: 1 }
  for await (const word of readJson(path)) {
    if (word.kind === 'table') {
      rows = word.rows
      understood = { ...understood, recognisedAs: word.recognisedAs }
    }
    if (word.kind === 'rows') sample.push(...word.rows)
    if (sample.length >= sampleRows) break
  }
  return { understood, sample: sample.slice(0, sampleRows), rows }
}

async function* rowsOf(path: string, understood: Understood): AsyncGenerator<FileRow | readonly FileRow[]> {
  const { format, sheet, encoding, delimiter, mergedCells } = understood
  if (format === 'csv') yield* readCsv(path, { encoding: encoding ?? 'utf-8', delimiter: delimiter ?? ',' })
  else {
    const order = { path, sheetName: sheet }
    const words = format === 'json' ? readJson(path) : mergedCells > 0 ? readMergedXlsx(order) : readXlsx(order)
    for await (const word of words) if (word.kind === 'rows') yield word.rows
  }
}

async function* batched(items: AsyncIterable<FileRow | readonly FileRow[]>): AsyncGenerator<readonly FileRow[]> {
  let batch: FileRow[] = []
  for await (const item of items) {
    // A single row is an object, several are an array.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a single row is an object, several are an array
    for (const row of Array.isArray(item) ? (item as readonly FileRow[]) : [item as FileRow]) {
      batch.push(row)
      if (batch.length < batchRows) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

function asProblem(error: unknown, name: string): unknown {
  return error instanceof FileRefusal ? new ProblemError('file_refused', `${name}: ${error.message}`) : error
}

/** Reads CSV, XLSX and JSON files from this machine's disk. */
export function createFileReader(): FileReader {
  return {
    async inspect({ path, name }, wish) {
      try {
        const bytes = await firstBytes(path)
        const format = fileFormat(name, bytes)
        if (format === 'json') return await inspectJson(path)
        return format === 'xlsx' ? await inspectWorkbook(path, wish) : await inspectText(path, bytes, wish)
      } catch (error) {
        throw asProblem(error, name)
      }
    },
    async *rows(path, understood) {
      try {
        yield* batched(rowsOf(path, understood))
      } catch (error) {
        throw asProblem(error, 'The file')
      }
    },
  }
}

/** The most a file may weigh, for whoever receives it. */
export const largestFile = fileLimits.bytes
