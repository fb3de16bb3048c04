import { TextDecoder } from 'node:util'
import { createRecordReader, DelimitedTextError } from '@muster/core/text/delimited-text'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'

/** A record of a CSV file. `row` counts from 1 at the first record after the header. */
export interface CsvRecord {
  readonly row: number
  readonly cells: readonly string[]
  /** Why it is ambiguous; null if it is not. */
  readonly issue: Message | null
}

/** The file is not valid CSV; the message names the position. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
  readonly refusal: Message

  constructor(refusal: Message) {
    super(refusal.code)
    this.refusal = refusal
  }
}

const limits = { cellCharacters: 32_767, recordCharacters: 1_000_000, columns: 256 }
const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter of a header: the most frequent one in its first line. */
export function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/u.exec(text)?.[0] ?? ''
  const counts = delimiters.map((delimiter) => ({ delimiter, n: line.split(delimiter).length }))
  return counts.toSorted((a, b) => b.n - a.n)[0]?.delimiter ?? ','
}

/**
 * Text of a file as bytes: UTF-8, or UTF-16 if the file begins with its mark. Another encoding is refused: names would lose
 * their letters. A character cut off at the end is not: a preview has only the start of a file.
 */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | null = null
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    yield decoded(decoder, chunk)
  }
}

function decoded(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch {
    throw new CsvError(message('csv.encoding'))
  }
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof DelimitedTextError)) return error
  return new CsvError(
    error.reason === 'too_many_columns'
      ? message('csv.line_columns', { line: error.line, most: limits.columns })
      : message('csv.line_too_long', { line: error.line }),
  )
}

/** Streams the records of a file, header first (row 0), without blank lines. Throws `CsvError`. */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRecord> {
  let start = ''
  let row = 0
  let reader: ReturnType<typeof createRecordReader> | null = null
  function* take(text: string, isLast: boolean) {
    start += text
    // The first line, which may arrive in pieces, determines the delimiter.
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
    for await (const { cells, issues, firstLine } of records()) {
      if (cells.every((cell) => cell.trim() === '')) continue
      const issue = issues.length === 0 ? null : message('csv.open_quote', { line: issues[0]?.line ?? firstLine })
      yield { row, cells, issue }
      row += 1
    }
  } catch (error) {
    throw problemOf(error)
  }
}
