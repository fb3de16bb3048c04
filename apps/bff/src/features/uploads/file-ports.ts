import type { UploadEntry } from '@muster/contracts/uploads'
import type { QuoteIssue } from '@muster/core/text/quote-issue'

export type Detection = UploadEntry['detected']

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
   * struck through or invisible.
   */
  readonly kind: 'link' | 'display' | 'struck' | 'unseen'
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
  /** The issue with its quotes, if any. */
  readonly faults?: readonly QuoteIssue[] | undefined
  /** Absent if there are none. */
  readonly offers?: readonly CellOffer[] | undefined
  /** Number of the job item that this row retries, if it was opened from a report. */
  readonly retriesSeq?: number | undefined
}

/** The user's corrections of the detected format; absent fields are detected. */
export interface ReadOptions {
  readonly encoding?: NonNullable<Detection['encoding']> | undefined
  readonly delimiter?: NonNullable<Detection['delimiter']> | undefined
  readonly sheet?: string | undefined
  readonly headerRow?: number | undefined
}

/** A candidate encoding of a text. */
export interface EncodingCandidate {
  readonly encoding: NonNullable<Detection['encoding']>
  /** How plausible the encoding is; a known name counts 10. */
  readonly fit: number
  /** Names in the text, decoded with this encoding. */
  readonly names: readonly string[]
}

/** The detected format of a file, and its first rows. */
export interface Inspection {
  readonly detected: Detection
  readonly sample: readonly FileRow[]
  /** Approximate number of rows, including the header. */
  readonly rows: number
  /** An independent count of its content, to compare with its rows; absent without a count. */
  readonly contents?: ContentsCount
  /** Candidate encodings of a text if none is certain, most likely first. */
  readonly encodings?: readonly EncodingCandidate[]
}

/** Reads uploaded files. Refuses with a `ProblemError` of code `file_refused` that names file, row, column and fix. */
export interface FileReader {
  inspect(
    file: { readonly path: string; readonly name: string },
    readOptions: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Inspection>
  /** Every nonblank row, header included, in file order and in batches. */
  rows(path: string, detected: Detection, signal?: AbortSignal): AsyncIterable<readonly FileRow[]>
}

/** Stores the bytes of files for all replicas. */
export interface FileStore {
  /** Stores a file as it arrives; returns its size. Throws `FileTooLargeError` beyond `maxBytes`. */
  keep(
    uploadId: string,
    bytes: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<{ readonly bytes: number; readonly sha256: string }>
  /** Provides the file as a local path while `use` runs. */
  lend<T>(uploadId: string, use: (path: string) => Promise<T>): Promise<T>
}

/** A file beyond the allowed size. Its stored part is deleted. */
export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError'
}

/** Content of a file up to the end of a position: a line of a text, or a row of a sheet. */
export interface PlaceCount {
  readonly place: number
  readonly sum: number
}

/** Content of a file, counted before its rows are read and without their reader. */
export interface ContentsCount {
  /** Addresses, by their @. */
  readonly addresses: number
  /** Entries of a JSON file, and its headings. */
  readonly records?: number
  /** Letters and digits of a text file, and the lines that have any. */
  readonly characters?: number
  readonly lines?: number
  /** Cells of a sheet that have a value, those with a formula that is not blank, and columns that have a value. */
  readonly cells?: number
  readonly formulas?: number
  readonly columns?: number
  /** Totals up to the end of each line or row: characters and addresses, or cells, formulas and addresses. */
  readonly places?: readonly PlaceCount[]
}
