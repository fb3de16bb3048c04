import { hasQuotes, type QuoteIssue, splitQuotes } from './quote-issue.ts'

/** One record of delimited text: a line, or several where a quoted cell holds line ends. */
export interface DelimitedRecord {
  readonly cells: readonly string[]
  /** The lines it covers, from 1. */
  readonly firstLine: number
  readonly lastLine: number
  readonly issues: readonly QuoteIssue[]
}

export interface DelimitedLimits {
  /** A quoted cell longer than this counts as not closed. */
  readonly cellCharacters: number
  readonly recordCharacters: number
  readonly columns: number
}

/** A record beyond the limits. */
export class DelimitedTextError extends Error {
  override readonly name = 'DelimitedTextError'
  readonly line: number
  readonly reason: 'record_too_long' | 'too_many_columns'
  constructor(reason: DelimitedTextError['reason'], line: number) {
    super(`line ${line}: ${reason}`)
    this.reason = reason
    this.line = line
  }
}

interface Source {
  readonly text: string
  readonly delimiter: string
  readonly limits: DelimitedLimits
  /** No more text comes. */
  readonly isLast: boolean
}

const none: readonly QuoteIssue[] = []

/** More text is needed before a record is known. */
const more = Symbol('more')

const isLineEnd = (character: string | undefined) => character === '\n' || character === '\r'
const isBlank = (character: string | undefined) => character === ' ' || character === '\t' || character === '\u00a0'

function skipBlanks({ text, delimiter }: Source, from: number): number {
  let at = from
  while (isBlank(text[at]) && text[at] !== delimiter) at += 1
  return at
}

function unquotedEnd({ text, delimiter }: Source, from: number): number {
  let at = from
  while (at < text.length && text[at] !== delimiter && !isLineEnd(text[at])) at += 1
  return at
}

function countLineEnds({ text }: Source, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += 1)
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) count += 1
  return count
}

interface Cell {
  readonly value: string
  readonly end: number
  readonly issue: QuoteIssue['kind'] | null
  readonly isQuoted: boolean
}

/** The quoted cell whose quote is at `open`; null where it is not closed properly. */
function quotedCell(source: Source, open: number): Cell | null | typeof more {
  const { text, delimiter, limits, isLast } = source
  let isUneven = false
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from)
    if ((quote === -1 ? text.length : quote) - open > limits.cellCharacters + 2) return null
    if (quote === -1 || (quote + 1 >= text.length && !isLast)) return isLast ? null : more
    if (text[quote + 1] === '"') {
      from = quote + 2
      continue
    }
    const end = skipBlanks(source, quote + 1)
    if (end >= text.length && !isLast) return more
    const isClosed = end >= text.length || text[end] === delimiter || isLineEnd(text[end])
    // With quotes that are not doubled, only a cell that is closed on its own line counts.
    if ((isUneven || !isClosed) && /[\r\n]/.test(text.slice(open, quote))) return null
    const value = text.slice(open + 1, quote).replaceAll('""', '"')
    if (isClosed) return { value, end, issue: isUneven ? 'uneven' : null, isQuoted: true }
    isUneven = true
    from = quote + 1
  }
}

function cellAt(source: Source, at: number): Cell | typeof more {
  const open = skipBlanks(source, at)
  const isQuote = source.text[open] === '"'
  const quoted = isQuote ? quotedCell(source, open) : null
  if (quoted !== null) return quoted
  const end = unquotedEnd(source, at)
  return { value: source.text.slice(at, end), end, issue: isQuote ? 'not_closed' : null, isQuoted: false }
}

/** The record that begins at `start` on line `firstLine`, and where the next one begins. */
function recordAt(
  source: Source,
  start: number,
  firstLine: number,
): { record: DelimitedRecord; next: number } | typeof more {
  const { text, delimiter, limits, isLast } = source
  const cells: string[] = []
  const issues: QuoteIssue[] = []
  let lastLine = firstLine
  for (let at = start, column = 0; ; column += 1) {
    const cell = cellAt(source, at)
    if (cell === more) return more
    const { value, end, issue, isQuoted } = cell
    if (issue !== null) issues.push({ kind: issue, column, line: lastLine })
    if (isQuoted) lastLine += countLineEnds(source, at, end)
    if (column < limits.columns) cells.push(value)
    else if (value.trim() !== '') throw new DelimitedTextError('too_many_columns', firstLine)
    if (end - start > limits.recordCharacters) throw new DelimitedTextError('record_too_long', firstLine)
    if (text[end] === delimiter) {
      at = end + 1
      continue
    }
    // The line end may be a carriage return whose line feed is still to come.
    if (!isLast && end + 1 >= text.length) return more
    const split = issues.length === 0 && hasQuotes(text.slice(start, end)) ? splitQuotes(cells) : null
    if (split !== null) issues.push({ kind: 'split', column: split, line: firstLine })
    const next = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
    return { record: { cells, issues, firstLine, lastLine }, next }
  }
}

/** A line without quotes that ends within the text: it is split as it is. Null for any other record. */
function plainLine({ text, delimiter, limits }: Source, start: number, line: number) {
  const end = text.indexOf('\n', start)
  if (end === -1 || end - start > limits.recordCharacters) return null
  const isReturned = end > start && text[end - 1] === '\r'
  const content = text.slice(start, isReturned ? end - 1 : end)
  if (content.includes('\r')) return null
  const cells = content.split(delimiter)
  if (cells.length > limits.columns) return null
  return { record: { cells, issues: none, firstLine: line, lastLine: line }, next: end + 1 }
}

/**
 * Reads records of delimited text as it arrives. A quote that is opened and not closed properly never swallows the
 * lines below it: it is read as text, up to the end of its own line, and the record has an issue that names the line.
 */
export function createRecordReader(delimiter: string, limits: DelimitedLimits) {
  let text = ''
  let line = 1
  /** There is no line end between the record to come and this position. */
  let searched = 0

  function hasLineEnd(from: number): boolean {
    for (let at = Math.max(from, searched); at < text.length; at += 1) if (isLineEnd(text[at])) return true
    searched = text.length
    return false
  }

  function* take(isLast: boolean): Generator<DelimitedRecord> {
    const source = { text, delimiter, limits, isLast }
    const isPlain = delimiter.length === 1 && !hasQuotes(text)
    let at = 0
    const isDue = () => at < text.length && (isLast || hasLineEnd(at))
    for (;;) {
      const plain = isPlain ? plainLine(source, at, line) : null
      if (plain === null && !isDue()) break
      const found = plain ?? recordAt(source, at, line)
      if (found === more) break
      yield found.record
      line = found.record.lastLine + 1
      at = found.next
    }
    text = text.slice(at)
    searched = Math.max(0, searched - at)
    if (text.length > limits.recordCharacters) throw new DelimitedTextError('record_too_long', line)
  }

  return {
    /** The records that are complete with this piece of text. */
    push: (piece: string): Generator<DelimitedRecord> => {
      text += piece
      return take(false)
    },
    /** The records left when the text is over. */
    end: (): Generator<DelimitedRecord> => take(true),
  }
}
