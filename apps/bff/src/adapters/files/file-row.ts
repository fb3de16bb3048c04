import type { QuoteIssue } from '@muster/core/text/quote-issue'
import type { CellOffer, MergedCell } from '../../features/uploads/file-ports.ts'

export type { CellOffer } from '../../features/uploads/file-ports.ts'

/** One row of a file as it stands there, before anything is made of it. */
export interface FileRow {
  /** As people count: from 1, the header and blank rows included. */
  readonly row: number
  readonly cells: readonly string[]
  /** Hidden in the sheet. */
  readonly hidden: boolean
  /** Columns whose cell holds a formula (its last value is in `cells`). */
  readonly formulas: readonly number[]
  /** Columns whose cell holds an error of the sheet, like #N/A, or is blank because a formula has no stored value. */
  readonly errors: readonly number[]
  /** Cells that merged cells cover, where there are any. */
  readonly merged?: readonly MergedCell[] | undefined
  /** The line of text it begins at, where that is not its number. */
  readonly line?: number | undefined
  /** Lines of text it covers, where that is more than one. */
  readonly lines?: number | undefined
  /** What is wrong with its quotes, where anything is. */
  readonly faults?: readonly QuoteIssue[] | undefined
  readonly offers?: readonly CellOffer[] | undefined
}

/** A row of plain text cells. */
export function plainRow(row: number, cells: readonly string[]): FileRow {
  return { row, cells, hidden: false, formulas: [], errors: [] }
}
