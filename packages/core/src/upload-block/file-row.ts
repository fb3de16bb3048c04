import type { QuoteIssue } from '../text/quote-issue.ts'

/** A cell that merged cells cover: only their first one has the displayed value. */
export interface MergedCell {
  readonly column: number
  /** "A2:A5" */
  readonly range: string
  /** The row of the value. */
  readonly firstRow: number
  /** Null if it is too long to store again. */
  readonly value: string | null
}

/** An alternative value that the sheet has for a cell. */
export interface CellOffer {
  readonly column: number
  /**
   * The email address of its hyperlink, the displayed text instead of the number, or what is left of a text that is
   * struck through or invisible, for certain or by a condition of the sheet. `digits`: a number that Excel may have cut.
   * `comment`: the text of its comment. `above`: the value of the last filled cell above a blank one.
   */
  readonly kind: 'link' | 'display' | 'struck' | 'unseen' | 'conditional' | 'digits' | 'comment' | 'above'
  readonly value: string
}

/** One raw row of a file, before any parsing. */
export interface FileRow {
  /** Row number from 1, including the header and blank rows. */
  readonly row: number
  readonly cells: readonly string[]
  /** Hidden in the sheet. */
  readonly hidden: boolean
  /** Columns whose cell holds a formula (its last value is in `cells`). */
  readonly formulas: readonly number[]
  /** Columns whose cell holds a sheet error, or is blank because its formula has no stored value. */
  readonly errors: readonly number[]
  /** Cells that merged cells cover without displaying their value; absent if there are none. */
  readonly merged?: readonly MergedCell[] | undefined
  /** The line at which the row begins, if different from its number. */
  readonly line?: number | undefined
  /** The number of lines it spans, if more than one. */
  readonly lines?: number | undefined
  /** The issues with its quotes, if any; stored blocks contain this name. */
  readonly faults?: readonly QuoteIssue[] | undefined
  /** Absent if there are none. */
  readonly offers?: readonly CellOffer[] | undefined
  /** Number of the job item that this row retries, if it was opened from a report. */
  readonly retriesSeq?: number | undefined
}

/** A row of a file with the columns that a user changed. */
export interface EditedRow extends FileRow {
  readonly edited: readonly number[]
}
