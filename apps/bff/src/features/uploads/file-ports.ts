import type { UploadEntry } from '@muster/contracts/uploads'
import type { FileRow } from '@muster/core/upload-block/file-row'
import type { PackedRows } from '@muster/core/upload-block/packed-rows'

export type { CellOffer, EditedRow, FileRow, MergedCell } from '@muster/core/upload-block/file-row'

export type Detection = UploadEntry['detected']

/** The member's corrections of the detected format; absent fields are detected. */
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
  /** Starts a process for the next file, while its bytes are fetched. */
  prepare(): void
  inspect(
    file: { readonly path: string; readonly name: string },
    readOptions: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Inspection>
  /** Every nonblank row, header included, in file order and in batches. */
  rows(path: string, detected: Detection, signal?: AbortSignal): AsyncIterable<PackedRows>
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
