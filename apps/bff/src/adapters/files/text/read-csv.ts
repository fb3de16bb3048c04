import {
  createRecordReader,
  type DelimitedLimits,
  type DelimitedRecord,
  DelimitedTextError,
} from '@muster/core/text/delimited-text'
import { message } from '@muster/wording/message'
import { hasValue } from '../../../features/uploads/receive/contents-count.ts'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'
import { type FileRow, plainRow } from '../file-row.ts'
import { addressEntries } from './address-list.ts'
import { textBytes } from './byte-order-mark.ts'
import type { Delimiter } from './delimiter.ts'
import { quotedRowsReader } from './quoted-rows.ts'
import { shiftFinder } from './shifted-text.ts'
import type { FileEncoding } from './text-encoding.ts'

export interface CsvReading {
  readonly encoding: FileEncoding
  readonly delimiter: Delimiter
}

const limits: DelimitedLimits = {
  cellCharacters: fileLimits.cellCharacters,
  recordCharacters: fileLimits.columns * fileLimits.cellCharacters,
  columns: fileLimits.columns,
}

async function* decoded(path: string, encoding: FileEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of textBytes(path)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** The text of a file, decoded as its bytes arrive; drops a byte order mark. */
export async function* textOfFile(path: string, encoding: FileEncoding): AsyncGenerator<string> {
  const finder = encoding === 'utf-16le' || encoding === 'utf-16be' ? shiftFinder() : null
  for await (const text of decoded(path, encoding)) {
    finder?.see(text)
    yield text
  }
}

function refusal(error: unknown): unknown {
  if (!(error instanceof DelimitedTextError)) return error
  if (error.reason === 'too_many_columns')
    return new FileRefusal(message('file.line_columns', { line: error.line, most: fileLimits.columns }))
  return new FileRefusal(message('file.line_too_long', { line: error.line }))
}

function rowOf(row: number, { cells, firstLine, lastLine, issues }: DelimitedRecord): FileRow {
  const line = firstLine === row ? {} : { line: firstLine }
  const lines = lastLine > firstLine ? { lines: lastLine - firstLine + 1 } : {}
  return { ...plainRow(row, cells), ...line, ...lines, ...(issues.length > 0 ? { faults: issues } : {}) }
}

/** The records of each piece of text. */
async function* recordsOf(
  pieces: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<Iterable<DelimitedRecord>> {
  // In running text, each line is one cell at first: the delimiter is a character that no text has.
  const reader = createRecordReader(delimiter === 'addresses' ? '\u{10ffff}' : delimiter, limits)
  const given = delimiter === 'addresses' ? addressRows : quotedRowsReader(delimiter, limits)
  for await (const piece of pieces) yield given(reader.push(piece))
  yield given(reader.end())
}

/** A record for every address in a line of running text; a line with anything else stays one record. */
function* addressRows(records: Iterable<DelimitedRecord>): Generator<DelimitedRecord> {
  for (const record of records)
    for (const entry of addressEntries(record.cells[0] ?? '') ?? record.cells) yield { ...record, cells: [entry] }
}

/** Rows with their numbers, within all limits, piece by piece. Counts and drops blank rows. */
async function* numbered(pieces: AsyncIterable<Iterable<DelimitedRecord>>): AsyncGenerator<readonly FileRow[]> {
  let row = 0
  try {
    for await (const records of pieces) {
      const rows: FileRow[] = []
      for (const record of records) {
        row += 1
        if (row > fileLimits.rows) throw new FileRefusal(message('file.rows', { most: fileLimits.rows }))
        if (record.cells.some(hasValue)) rows.push(rowOf(row, record))
      }
      yield rows
    }
  } catch (error) {
    throw refusal(error)
  }
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text
}

async function* oneByOne(pieces: AsyncIterable<readonly FileRow[]>): AsyncGenerator<FileRow> {
  for await (const rows of pieces) yield* rows
}

/** The rows of a text in memory. */
export function rowsOfText(text: string, delimiter: Delimiter): AsyncGenerator<FileRow> {
  return oneByOne(numbered(recordsOf(whole(text), delimiter)))
}

/** Streams the rows of a delimited text file from disk, in order and in batches. */
export function readCsvBatches(path: string, { encoding, delimiter }: CsvReading): AsyncGenerator<readonly FileRow[]> {
  return numbered(recordsOf(textOfFile(path, encoding), delimiter))
}

/** Streams the rows of a delimited text file from disk, in order. */
export function readCsv(path: string, reading: CsvReading): AsyncGenerator<FileRow> {
  return oneByOne(readCsvBatches(path, reading))
}
