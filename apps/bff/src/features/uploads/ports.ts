import type { MusterEvent } from '@muster/contracts/events'
import type { UploadColumn, UploadEntry, UploadIssueGroup } from '@muster/contracts/uploads'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Scope } from '@muster/core/permission'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { Sentence } from '@muster/core/text/message'
import type { BlankRule, ColumnMapping } from '@muster/core/upload/upload-mapping'
import type { EditedRow } from '@muster/core/upload-block/file-row'
import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import type { ReadResult } from '@muster/core/upload-block/read-block'
import type { RowResult } from '@muster/core/upload-block/row-facts'
import type { Detection, ReadOptions } from './file-ports.ts'

/** The failures of a job to correct. */
export interface CorrectedFailures {
  readonly jobId: string
  readonly cause: CauseCode
}

/** An upload without its rows. */
export interface UploadRecord {
  readonly id: string
  readonly fileName: string
  readonly bytes: number
  readonly state: UploadEntry['state']
  /** Changes with every work over all rows; earlier work writes nothing more. */
  readonly attempt: number
  readonly problem: Sentence | null
  readonly progress: UploadEntry['progress']
  readonly detected: Detection
  readonly columns: readonly UploadColumn[]
  /** Null before the first row was validated. */
  readonly tally: UploadTally | null
  /** When all rows were last compared with the directory, in milliseconds since 1970; null until then. */
  readonly checkedAt: number | null
  readonly planId: string | null
  /** Null for a sent file. */
  readonly corrects: CorrectedFailures | null
  readonly createdBy: { readonly memberId: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** An upload as its editor found it: rows are edited only while it has this attempt and this state. */
export type EditedUpload = Pick<UploadRecord, 'id' | 'attempt' | 'state'>

/** An issue with its severity and `issueKey`, the group of issues. */
export type RowIssue = RowResult['issues'][number]

export type IssueCount = Pick<
  UploadIssueGroup,
  'key' | 'count' | 'firstRow' | 'code' | 'column' | 'value' | 'suggestions'
>

/** Summary of an upload's rows: stored, because counting 150,000 rows takes a while. */
export interface UploadTally {
  readonly counts: UploadEntry['counts']
  /** Complete once every row is validated. */
  readonly groups: readonly IssueCount[]
}

/** A validated row: its request and its issues. */
export interface CheckedRow extends EditedRow, RowResult {}

/** A row as displayed and planned. */
export interface KeptRow extends EditedRow, ReadResult {
  readonly excluded: boolean
  /** An earlier included row concerns the same user. */
  readonly duplicateOf: number | null
}

/** The result of an included row: neither excluded nor already done. Rows with the same change share it. */
export type RetriedRow = Pick<KeptRow, 'row' | 'identifier' | 'change' | 'issues' | 'duplicateOf' | 'retriesSeq'>

export type RowFilter = 'error' | 'warning' | 'note' | 'ready' | 'excluded' | 'done'

export interface RowQuery {
  readonly level?: RowFilter | undefined
  readonly issue?: string | undefined
  /** Rows after this number. */
  readonly after: number
  readonly limit: number
}

/** Changing state of an upload. `readOptions` and `rechecking` describe its pending work for a process that resumes it. */
export type UploadChanges = Partial<
  Pick<UploadRecord, 'state' | 'problem' | 'progress' | 'detected' | 'columns'> & {
    readonly checkedAt: number
    readonly readOptions: ReadOptions
    readonly rechecking: boolean
  }
>

/** An upload whose work a process left unfinished. */
export interface UnfinishedUpload {
  readonly id: string
  readonly readOptions: ReadOptions
  /** Its rows are being validated again; the file itself is not read. */
  readonly rechecking: boolean
}

/** The mapping of one column; null if no member decided. */
export type RememberedColumn = {
  readonly mapping: ColumnMapping
  readonly blank: BlankRule
  /** The cells with days ahead that the choice was made for. */
  readonly ahead?: readonly string[]
} | null

/** Finds the rows of a file that failed in a job. */
export interface FailedRows {
  /**
   * The upload of the failures and how many of its rows can be retried. `origin` null: it was deleted, or its cells no
   * longer match the request. `open`: an upload this member already opened of all of them. Null for an
   * unknown job.
   */
  find(
    corrects: CorrectedFailures,
    memberId: string,
  ): Promise<{ readonly origin: string | null; readonly rows: number; readonly open: string | null } | null>
  /** These rows with their cells as planned, in file order and in batches. */
  rows(corrects: CorrectedFailures, batchSize: number): AsyncIterable<PackedRows>
}

/** Where a page of users starts. */
export interface UserPosition {
  readonly rank: number
  readonly keys: readonly string[]
}

/** Directory data for validation and templates. */
export interface UploadDirectory {
  /** Searches users within the limit of a member. */
  within(scope: Scope | null): {
    /** A page of the users matching a filter, in email order. */
    search(search: {
      readonly filter: UserFilter
      readonly sort: 'email'
      readonly after: UserPosition | null
      readonly limit: number
    }): Promise<{ readonly items: readonly UserEntry[]; readonly next: UserPosition | null }>
  }
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  lookups(): Promise<Lookups>
}

export interface UploadEvents {
  publish(event: Extract<MusterEvent, { kind: 'upload' }>): void
}
