import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { addressesIn } from '@muster/core/identifier/read-addresses'
import type { UploadIssue, UploadIssueCode } from '@muster/core/upload/upload-mapping'
import type { FileRow } from '../file-ports.ts'

interface TextRow extends FileRow {
  /** Columns that the member changed, who has seen the cell. */
  readonly edited: readonly number[]
}

interface TextFile {
  readonly columns: readonly UploadColumn[]
  readonly detected: UploadEntry['detected']
}

const issue = (code: UploadIssueCode, column: number | null, value: string | null): UploadIssue => ({
  code,
  column,
  value,
  suggestions: [],
})

const ids = new Set(['org_user_id', 'user_id', 'channel_user_id'])
const looksLikeId = (text: string) => /^[^\s,;|]*[\d_-][^\s,;|]*$/.test(text.trim())

/** Whether the parts of a line name a user in the same column as the rows of the file. */
function namesUser(parts: readonly string[], columns: readonly UploadColumn[]): boolean {
  const isNamed = ({ index, mapping }: UploadColumn) => {
    const part = parts[index] ?? ''
    return mapping === 'email'
      ? addressesIn(part).length > 0
      : ids.has(mapping) && parts.length > 1 && looksLikeId(part)
  }
  return columns.some(isNamed) || (parts.length > 1 && parts.some((part) => addressesIn(part).length > 0))
}

/**
 * Lines within a quoted cell that look like separate rows: a quote opens in one row and closes in another, and
 * the users between would vanish into the cell.
 */
function swallowedLines(row: TextRow, { columns, detected }: TextFile): readonly UploadIssue[] {
  const { delimiter } = detected
  if (row.lines === undefined || delimiter === null) return []
  return row.cells.flatMap((cell, column) => {
    const [, ...lines] = row.edited.includes(column) ? [''] : cell.split(/\r\n|\n|\r/)
    const swallowed = lines.filter((line, at) => {
      const behind = at === lines.length - 1 ? row.cells.slice(column + 1) : []
      return namesUser([...line.split(delimiter), ...behind], columns)
    })
    const [first] = swallowed
    return first === undefined ? [] : [issue('quote_over_rows', column, first.trim().slice(0, 80))]
  })
}

/** How many cells a row has up to its last value. */
const width = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1

function quoteIssues(row: TextRow, { columns }: TextFile): readonly UploadIssue[] {
  const isWhole = width(row.cells) <= columns.length && row.cells.length >= columns.length
  const codes = {
    not_closed: 'quote_not_closed',
    split: 'quote_split',
    // The number of cells is right: the quotes are most likely part of the text.
    uneven: isWhole ? 'quote_uneven' : 'quote_split',
  } as const
  return (row.faults ?? [])
    .filter(({ column }) => !row.edited.includes(column))
    .map(({ kind, column, line }) => issue(codes[kind], column < columns.length ? column : null, `line ${line}`))
}

/** Addresses in unnamed columns that are not read, for example if one line lists several users. */
function unreadAddresses(row: TextRow, { columns, detected }: TextFile): readonly UploadIssue[] {
  if (detected.headerRow !== 0) return []
  return columns
    .filter(({ mapping, chosen, index }) => mapping === 'ignore' && chosen !== true && !row.edited.includes(index))
    .flatMap(({ index }) => {
      const cell = row.cells[index] ?? ''
      return addressesIn(cell).length > 0 ? [issue('address_unread', index, cell.trim())] : []
    })
}

/** Issues with a row of a text file as a whole, before its cells are read. */
export function textIssues(row: TextRow, file: TextFile): readonly UploadIssue[] {
  if (file.detected.format !== 'csv') return []
  return [...quoteIssues(row, file), ...swallowedLines(row, file), ...unreadAddresses(row, file)]
}
