import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import type { CheckedBlock } from '@muster/core/upload-block/row-facts'
import type { Own } from '../../http/session/actor.ts'
import type {
  CheckedRow,
  EditedUpload,
  KeptRow,
  RememberedColumn,
  RetriedRow,
  RowFilter,
  RowQuery,
  UnfinishedUpload,
  UploadChanges,
  UploadRecord,
} from './ports.ts'

/** Uploads without their rows. */
export interface UploadStore {
  create(upload: UploadRecord): Promise<void>
  get(id: string): Promise<UploadRecord | null>
  /** `own`: only the member's own; null: all. */
  list(query: {
    readonly before: string | null
    readonly limit: number
    readonly own: Own | null
  }): Promise<readonly UploadRecord[]>
  update(id: string, change: UploadChanges): Promise<void>
  /** Changes an upload that still has this attempt and state. False, and nothing changes, if it has others. */
  updateUnchanged(upload: EditedUpload, change: UploadChanges): Promise<boolean>
  /** Deletes the file and its rows. */
  remove(id: string): Promise<boolean>
}

/** A block of an upload's rows, as stored. */
export interface StoredRows {
  readonly block: number
  /** Changes with every edit. */
  readonly version: number
  readonly rows: PackedRows
}

/** New results for the rows of a stored block. */
export interface RecheckedBlock extends Pick<StoredRows, 'block' | 'version'> {
  readonly results: Omit<CheckedBlock, 'rows'>
}

/** Rows of uploads, for those who read, check and plan them. An attempt that another overtook writes nothing more. */
export interface UploadRows {
  /** Restarts a reading: deletes rows, and returns the attempt number that may write. `total`: expected rows. */
  beginReading(id: string, total: number | null): Promise<number>
  /** Stores validated rows and updates the progress. False if another reading took over. */
  keepBlocks(id: string, attempt: number, blocks: readonly CheckedBlock[]): Promise<boolean>
  /** Begins work over all stored rows; earlier work writes nothing more. Returns the attempt number. */
  takeOver(id: string): Promise<number>
  /** Every block in order. */
  blocks(id: string): AsyncIterable<StoredRows>
  /**
   * Stores new results; keeps whether rows are excluded. Returns the blocks that a member edited meanwhile, which are to
   * be checked again. Null if other work took over from this attempt.
   */
  replaceBlocks(id: string, attempt: number, blocks: readonly RecheckedBlock[]): Promise<readonly StoredRows[] | null>
  /**
   * Edits rows: `check` returns the rows to store, and runs again if another editor was faster. Returns the stored
   * rows; null if the upload has another attempt or state.
   */
  edit(
    upload: EditedUpload,
    rows: readonly number[],
    check: (rows: readonly KeptRow[]) => Promise<readonly CheckedRow[]>,
  ): Promise<readonly CheckedRow[] | null>
  /** After rows changed: finds duplicates again, counts, and groups issues. */
  recount(id: string): Promise<void>
  list(id: string, query: RowQuery): Promise<readonly KeptRow[]>
  byNumber(id: string, rows: readonly number[]): Promise<readonly KeptRow[]>
  /** Every row in order, in batches. */
  each(id: string): AsyncIterable<readonly KeptRow[]>
  /** The requests, in file order and in batches. */
  eachRequested(id: string): AsyncIterable<readonly RetriedRow[]>
}

/** Which rows are excluded. False, and nothing changes, if the upload has another attempt or state. */
export interface RowExclusions {
  exclude(upload: EditedUpload, rows: readonly number[], excluded: boolean): Promise<boolean>
  excludeIssue(upload: EditedUpload, issueKey: string): Promise<boolean>
  /** Excludes or includes every row of a class. */
  excludeLevel(upload: EditedUpload, level: RowFilter, excluded: boolean): Promise<boolean>
}

/** Which plan was made of an upload. */
export interface PlanTies {
  /**
   * Ties an upload to its plan; its rows are frozen from here on. False for one that is neither validated nor planned
   * before (an older plan may be outdated). Rows opened from a report that were retried meanwhile count as done from
   * here on.
   */
  tieToPlan(id: string, planId: string): Promise<boolean>
  /** Releases an upload from a failed plan. Another plan's tie stays. */
  freeFromPlan(id: string, planId: string): Promise<void>
  /**
   * Reopens a planned upload for fixes. Returns why not: its plan is being computed, or was applied. A plan that is not
   * stored yet is being computed, unless it began before `brokenOff` (milliseconds since 1970).
   */
  reopen(id: string, brokenOff: number): Promise<'open' | 'computing' | 'applied'>
}

/** How members mapped the columns of files of a shape. */
export interface ColumnMemory {
  /** The mapping that a member chose for an earlier file of this shape. */
  remembered(memberId: string, shape: string): Promise<readonly RememberedColumn[] | null>
  remember(memberId: string, shape: string, columns: readonly RememberedColumn[]): Promise<void>
}

/** What a start and the hourly sweep need. */
export interface UploadUpkeep {
  /**
   * Uploads whose work a process left unfinished, to be queued again at startup. Releases uploads from plans that were
   * never stored and began before `brokenOff` (milliseconds since 1970).
   */
  unfinished(brokenOff: number): Promise<readonly UnfinishedUpload[]>
  /**
   * Deletes uploads made before `made` (milliseconds since 1970) with all their data, and bytes of uploads that
   * were interrupted before `brokenOff`. Returns the number of uploads.
   */
  sweep(before: {
    readonly made: number
    readonly brokenOff: number
    /** For the audit. */
    readonly days: number
    readonly at: number
  }): Promise<number>
}
