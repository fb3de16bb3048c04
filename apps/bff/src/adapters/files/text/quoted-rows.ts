import { addressesIn } from '@muster/core/identifier/read-addresses'
import { createRecordReader, type DelimitedLimits, type DelimitedRecord } from '@muster/core/text/delimited-text'
import { headingsIn } from '@muster/core/upload/upload-header'
import { hasValue } from '../../../features/uploads/receive/contents-count.ts'

/** A record without the apostrophes around it as a whole, as in `'ana@example.com,Data,yes'`. */
function withoutApostrophes(record: DelimitedRecord): DelimitedRecord {
  const { cells } = record
  const last = cells.length - 1
  if (last < 1 || cells[0]?.startsWith("'") !== true || cells[last]?.endsWith("'") !== true) return record
  const isInside = cells.some((cell, at) => cell.slice(at === 0 ? 1 : 0, at === last ? -1 : undefined).includes("'"))
  if (isInside) return record
  return {
    ...record,
    cells: cells.map((cell, at) => (at === 0 ? cell.slice(1) : at === last ? cell.slice(0, -1) : cell)),
  }
}

/** Two columns may be a name with a comma, or two addresses in one cell: one address beside another value is a row. */
const isRow = (cells: readonly string[]) => cells.length > 2 || cells.flatMap((cell) => addressesIn(cell)).length === 1

/** Rows above the headings: titles, or a line that names the delimiter. */
const mostAbove = 10

/** What a row with more delimiters than headings has behind its last cell. */
const withoutBlankEnd = (cells: readonly string[]) => cells.slice(0, cells.findLastIndex(hasValue) + 1)

/**
 * Reads the cells of rows that a program quoted as a whole, as in `"Email,""Groups"""`. The headings decide: where they
 * are quoted so, all rows are read; else those that have as many cells inside as there are headings.
 */
export function quotedRowsReader(
  delimiter: string,
  limits: DelimitedLimits,
): (records: Iterable<DelimitedRecord>) => Iterable<DelimitedRecord> {
  let width: number | 'any' | 'none' | undefined
  let rowsAbove = 0
  const unquoted = (record: DelimitedRecord): DelimitedRecord => {
    const [only = '', ...others] = record.cells
    if (others.some(hasValue) || !only.includes(delimiter)) return record
    const reader = createRecordReader(delimiter, limits)
    const [inner, second] = [...reader.push(only), ...reader.end()]
    if (inner === undefined || second !== undefined) return record
    const issues = inner.issues.map((issue) => ({ ...issue, line: record.firstLine + issue.line - 1 }))
    return { ...record, cells: inner.cells, issues: [...record.issues, ...issues] }
  }
  /** Notes how wide the row of headings is, and whether it is quoted as a whole. */
  const seeHeading = (record: DelimitedRecord) => {
    const cells = withoutBlankEnd(record.cells)
    if (cells.length === 1 && headingsIn(unquoted(record).cells) > 1) width = 'any'
    else if (headingsIn(cells) > 1 && cells.length > 1 && cells[0]?.startsWith("'") !== true) width = cells.length
    else if (cells.length > 0) rowsAbove += 1
    if (rowsAbove > mostAbove) width = 'none'
  }
  const read = (record: DelimitedRecord): DelimitedRecord => {
    if (width === undefined) seeHeading(record)
    if (width === 'any') return unquoted(record)
    if (record.cells.length === width) return withoutApostrophes(record)
    const inner = unquoted(record)
    return inner.cells.length === width && isRow(inner.cells) ? inner : record
  }
  return (records) => (width === 'none' ? records : Array.from(records, read))
}
