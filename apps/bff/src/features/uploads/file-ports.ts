import type { UploadEntry } from '@muster/contracts/uploads'
import type { QuoteIssue } from '@muster/core/text/quote-issue'

export type Detection = UploadEntry['detected']

/** A cell that merged cells cover: only their first one has the value people see. */
export interface MergedCell {
  readonly column: number
  /** "A2:A5" */
  readonly range: string
  /** The row the value stands in. */
  readonly firstRow: number
  /** Null where it is too long to be kept once more. */
  readonly value: string | null
}

/** Another value for a cell, which the sheet has beside the one that was read. */
export interface CellOffer {
  readonly column: number
  /** The email address its hyperlink leads to, or what the sheet displays in place of the number. */
  readonly kind: 'link' | 'display'
  readonly value: string
}

/** A row of a file as it stands there. */
export interface FileRow {
  /** As people count: from 1, the header included. */
  readonly row: number
  readonly cells: readonly string[]
  readonly hidden: boolean
  /** Columns whose cell holds a formula. */
  readonly formulas: readonly number[]
  /** Columns whose cell holds an error of the sheet, or is blank because its formula has no stored value. */
  readonly errors: readonly number[]
  /** Cells that merged cells cover and that do not show their value; absent where there are none. */
  readonly merged?: readonly MergedCell[] | undefined
  /** The line of text it begins at, where that is not its number. */
  readonly line?: number | undefined
  /** Lines of text it covers, where that is more than one. */
  readonly lines?: number | undefined
  /** What is wrong with the quotes of its text, where anything is. */
  readonly faults?: readonly QuoteIssue[] | undefined
  /** Absent where there are none. */
  readonly offers?: readonly CellOffer[] | undefined
  /** Number of the item of a job that this row asks again, where it was opened from a report. */
  readonly retriesSeq?: number | undefined
}

/** What a person corrected of what was understood; an absent field is found out. */
export interface ReadOptions {
  readonly encoding?: NonNullable<Detection['encoding']> | undefined
  readonly delimiter?: NonNullable<Detection['delimiter']> | undefined
  readonly sheet?: string | undefined
  readonly headerRow?: number | undefined
}

/** An encoding that a text may be in. */
export interface EncodingCandidate {
  readonly encoding: NonNullable<Detection['encoding']>
  /** How much the text looks like it; a name that is known counts 10. */
  readonly fit: number
  /** Names the text holds, read in this encoding. */
  readonly names: readonly string[]
}

/** A file found out about: what it is, and its first rows. */
export interface Inspection {
  readonly detected: Detection
  readonly sample: readonly FileRow[]
  /** About how many rows there are, the header included. */
  readonly rows: number
  /** What it holds by a count of its own, to be compared with its rows; absent where nothing counted it. */
  readonly contents?: ContentsCount
  /** What the encoding of a text may be where nothing tells it for certain, the likeliest first. */
  readonly encodings?: readonly EncodingCandidate[]
}

/** Reads uploaded files. Refuses with a `ProblemError` of code `file_refused` that names file, row, column and remedy. */
export interface FileReader {
  inspect(
    file: { readonly path: string; readonly name: string },
    readOptions: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Inspection>
  /** Every row that is not blank, header included, in file order and in batches. */
  rows(path: string, detected: Detection, signal?: AbortSignal): AsyncIterable<readonly FileRow[]>
}

/** Keeps the bytes of files where every replica finds them. */
export interface FileStore {
  /** Keeps a file as it comes; answers its size. Throws `FileTooLargeError` beyond `maxBytes`. */
  keep(
    uploadId: string,
    bytes: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<{ readonly bytes: number; readonly sha256: string }>
  /** Lends the file as a path on this machine's disk for as long as `use` runs. */
  lend<T>(uploadId: string, use: (path: string) => Promise<T>): Promise<T>
}

/** A file beyond the size asked for. What came of it is forgotten. */
export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError'
}

/** What a file holds up to the end of a place: a line of a text, or a row of a sheet. */
export interface PlaceCount {
  readonly place: number
  readonly sum: number
}

/** What a file holds, counted before its rows are read and without their reader. */
export interface ContentsCount {
  /** Addresses, by their @. */
  readonly addresses: number
  /** Letters and digits of a text file, and the lines that have any. */
  readonly characters?: number
  readonly lines?: number
  /** Cells of a sheet that have a value, those with a formula that is not blank, and columns that have a value. */
  readonly cells?: number
  readonly formulas?: number
  readonly columns?: number
  /** What it holds up to the end of each line or row: characters and addresses, or cells, formulas and addresses. */
  readonly places?: readonly PlaceCount[]
}
