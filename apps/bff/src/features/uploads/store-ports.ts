import type {
  ChangedPeople,
  CheckedRow,
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
  list(query: { readonly before: string | null; readonly limit: number }): Promise<readonly UploadRecord[]>
  update(id: string, change: UploadChanges): Promise<void>
  /** Forgets the file and its rows. */
  remove(id: string): Promise<boolean>
}

/** Rows of uploads, for those who read, check and plan them. An attempt that another overtook writes nothing more. */
export interface UploadRows {
  /** Starts a reading over: forgets rows, and answers the number of the attempt that may write. `total`: rows to come. */
  beginReading(id: string, total: number | null): Promise<number>
  /** Keeps checked rows and moves the progress. False when another reading took over. */
  keepRows(id: string, attempt: number, rows: readonly CheckedRow[]): Promise<boolean>
  /** Begins work over all kept rows; work begun before it writes nothing more. Answers the number of the attempt. */
  takeOver(id: string): Promise<number>
  /** Writes rows checked again; whether each is excluded stays. False when other work took over from this attempt. */
  replaceRows(id: string, rows: readonly CheckedRow[], attempt?: number): Promise<boolean>
  /**
   * After rows changed: finds again which are about a person an earlier one is about, and counts. `rows`: only these
   * changed their person or whether they count.
   */
  recountDuplicates(id: string, rows?: ChangedPeople): Promise<void>
  list(id: string, query: RowQuery): Promise<readonly KeptRow[]>
  byNumber(id: string, rows: readonly number[]): Promise<readonly KeptRow[]>
  /** Every row in order, in batches. */
  each(id: string, batchSize: number): AsyncIterable<readonly KeptRow[]>
  /** What is asked, in file order. */
  eachRequested(id: string, batchSize: number): AsyncIterable<readonly RetriedRow[]>
}

/** Which rows are excluded. */
export interface RowExclusions {
  exclude(id: string, rows: readonly number[], excluded: boolean): Promise<void>
  excludeIssue(id: string, issueKey: string): Promise<void>
  /** Leaves out, or takes in again, every row of a class. */
  excludeLevel(id: string, level: RowFilter, excluded: boolean): Promise<void>
}

/** Which plan was made of an upload. */
export interface PlanTies {
  /**
   * Ties an upload to the plan made of it; its rows stay as they are from here on. False for one that is neither
   * checked nor planned before (an older plan may have grown old). Rows opened from a report that somebody asked again
   * meanwhile are done from here on.
   */
  tieToPlan(id: string, planId: string): Promise<boolean>
  /** Frees an upload from a plan that came to nothing. Another plan's tie stays. */
  freeFromPlan(id: string, planId: string): Promise<void>
  /** Opens a planned upload to fixes again. Says why not: its plan is being computed, or was applied. */
  reopen(id: string): Promise<'open' | 'computing' | 'applied'>
}

/** How members mapped the columns of files of a shape. */
export interface ColumnMemory {
  /** The mapping a member gave to a file of this shape before. */
  remembered(memberId: string, shape: string): Promise<readonly RememberedColumn[] | null>
  remember(memberId: string, shape: string, columns: readonly RememberedColumn[]): Promise<void>
}

/** What a start and the hourly sweep need. */
export interface UploadUpkeep {
  /** Uploads a process left in the middle of their work, to be sent to the queue again at start. */
  unfinished(): Promise<readonly UnfinishedUpload[]>
  /**
   * Forgets uploads made before `made` (milliseconds since 1970) with everything of them, and bytes of uploads that
   * were broken off before `brokenOff`. Answers how many uploads.
   */
  sweep(before: { readonly made: number; readonly brokenOff: number }): Promise<number>
}
