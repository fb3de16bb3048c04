import type { QuoteIssue } from '@muster/core/text/quote-issue'
import type { CellOffer, MergedCell } from '../../features/uploads/file-ports.ts'

export type { CellOffer } from '../../features/uploads/file-ports.ts'

/** One raw row of a file, before any parsing. */
export interface FileRow {
  /** Row number from 1, including the header and blank rows. */
  readonly row: number
  readonly cells: readonly string[]
  /** Hidden in the sheet. */
  readonly hidden: boolean
  /** Columns whose cell holds a formula (its last value is in `cells`). */
  readonly formulas: readonly number[]
  /** Columns whose cell holds a sheet error, like #N/A, or is blank because a formula has no stored value. */
  readonly errors: readonly number[]
  /** Cells covered by merged cells, if any. */
  readonly merged?: readonly MergedCell[] | undefined
  /** The line at which the row begins, if different from its number. */
  readonly line?: number | undefined
  /** The number of lines it spans, if more than one. */
  readonly lines?: number | undefined
  /** The issue with its quotes, if any. */
  readonly faults?: readonly QuoteIssue[] | undefined
  readonly offers?: readonly CellOffer[] | undefined
}

/** A row of plain text cells. */
export function plainRow(row: number, cells: readonly string[]): FileRow {
  return { row, cells, hidden: false, formulas: [], errors: [] }
}
