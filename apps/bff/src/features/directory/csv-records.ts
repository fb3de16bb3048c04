import { TextDecoder } from 'node:util'
import { createRecordReader, DelimitedTextError } from '@muster/core/text/delimited-text'

/** A record of a CSV file. `row` counts from 1 at the first record after the header. */
export interface CsvRecord {
  readonly row: number
  readonly cells: readonly string[]
  /** Why it cannot be read for certain, as the end of a sentence; null where it can. */
  readonly fault: string | null
}

/** The file cannot be read as CSV; the message says where. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
}

const limits = { cellCharacters: 32_767, recordCharacters: 1_000_000, columns: 256 }
const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter of a header: the one that occurs most in its first line. */
export function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/u.exec(text)?.[0] ?? ''
  const counts = delimiters.map((delimiter) => ({ delimiter, n: line.split(delimiter).length }))
  return counts.toSorted((a, b) => b.n - a.n)[0]?.delimiter ?? ','
}

/** Text of a file as bytes: UTF-8, or UTF-16 where the file begins with that mark. */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | null = null
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder?.decode() ?? ''
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof DelimitedTextError)) return error
  return new CsvError(
    error.reason === 'too_many_columns'
      ? `Line ${error.line} has values in more than ${limits.columns} columns. Check the delimiter.`
      : `Line ${error.line} is too long to be one row. Check the line ends.`,
  )
}

/** The records of a file, header first (row 0), without blank lines, read as they arrive. Throws `CsvError`. */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRecord> {
  let start = ''
  let row = 0
  let reader: ReturnType<typeof createRecordReader> | null = null
  function* take(text: string, isLast: boolean) {
    start += text
    // The delimiter shows in the first line, which may come in pieces.
    if (reader === null && !isLast && !/[\r\n]/.test(start) && start.length < limits.recordCharacters) return
    reader ??= createRecordReader(delimiterOf(start), limits)
    const piece = start
    start = ''
    yield* reader.push(piece)
    if (isLast) yield* reader.end()
  }
  async function* records() {
    for await (const text of textOf(bytes)) yield* take(text, false)
    yield* take('', true)
  }
  try {
    for await (const { cells, faults, firstLine } of records()) {
      if (cells.every((cell) => cell.trim() === '')) continue
      const fault =
        faults.length === 0 ? null : `has a quotation mark in line ${faults[0]?.line ?? firstLine} that is not closed`
      yield { row, cells, fault }
      row += 1
    }
  } catch (error) {
    throw problemOf(error)
  }
}
