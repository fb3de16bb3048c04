import { TextDecoder } from 'node:util'
import Papa from 'papaparse'

/** A record of a CSV file. `row` counts from 1 at the first record after the header. */
export interface CsvRecord {
  readonly row: number
  readonly cells: readonly string[]
}

/** papaparse's parser without its streaming, which its types leave untyped. */
interface LowLevelParser {
  parse(text: string, offset: number, leaveLast: boolean): { data: string[][]; meta: { cursor: number } }
}

/** The file cannot be read as CSV; the message says where. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
}

/** A record longer than this has a quotation mark that is never closed. */
const longestRecord = 1_000_000
const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter of a header: the one that occurs most in its first line. */
export function delimiterOf(text: string): string {
  const line = /^[^\n]*/u.exec(text)?.[0] ?? ''
  const counts = delimiters.map((delimiter) => ({ delimiter, n: line.split(delimiter).length }))
  return counts.toSorted((a, b) => b.n - a.n)[0]?.delimiter ?? ','
}

/**
 * Text of a file as bytes: UTF-8, or UTF-16 where the file begins with that mark. Every line ends with `\n`, whatever
 * it ended with in the file.
 */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | null = null
  let held = ''
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    const text = held + decoder.decode(chunk, { stream: true })
    // A carriage return at the end of a chunk may be half of a line's end.
    held = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - held.length).replace(/\r\n?/gu, '\n')
  }
  yield (held + (decoder?.decode() ?? '')).replace(/\r\n?/gu, '\n')
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** The records of a file, header first (row 0), without blank lines, read as they arrive. Throws `CsvError`. */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRecord> {
  let pending = ''
  let row = 0
  let delimiter: string | null = null
  const take = (text: string, last: boolean): CsvRecord[] => {
    delimiter ??= delimiterOf(text)
    const parser: LowLevelParser = new Papa.Parser({ delimiter, newline: '\n' })
    // papaparse's low-level parser: `true` leaves an unfinished last record for the next chunk.
    const { data, meta } = parser.parse(text, 0, !last)
    pending = text.slice(meta.cursor)
    const filled = data.filter((cells) => cells.some((cell) => cell.trim() !== ''))
    return filled.map((cells) => ({ row: row++, cells }))
  }
  for await (const text of textOf(bytes)) {
    pending += text
    if (!text.includes('\n')) continue
    yield* take(pending, false)
    if (pending.length > longestRecord) {
      throw new CsvError(`Row ${row} does not end: a quotation mark is opened there and never closed.`)
    }
  }
  if (pending !== '') yield* take(pending, true)
}
