import type { MusterEvent } from '@muster/contracts/events'
import type { UploadColumn, UploadEntry, UploadIssueGroup } from '@muster/contracts/uploads'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { Sentence } from '@muster/core/text/message'
import type { BlankRule, ColumnMapping, IssueLevel, UploadIssue } from '@muster/core/upload/upload-mapping'
import type { Detection, FileRow, ReadOptions } from './file-ports.ts'

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

/** An issue with its severity, as stored with its row. */
export interface RowIssue extends UploadIssue {
  readonly level: IssueLevel
  /** `issueKey`: the group of issues. */
  readonly key: string
}

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
export interface CheckedRow extends FileRow {
  /** Columns changed by the user. */
  readonly edited: readonly number[]
  readonly identifier: Identifier | null
  readonly change: Change | null
  /** `subjectKey` of core: two rows with the same key concern the same user. */
  readonly subject: string | null
  /** `resemblance` of the row's address; null without one. */
  readonly resembles: string | null
  /** Already done, according to the report that this file is. */
  readonly done: boolean
  /** It is a total or a footer of the table: excluded until the user includes it. */
  readonly isFooter?: boolean
  readonly issues: readonly RowIssue[]
}

/** A row as displayed and planned. */
export interface KeptRow extends CheckedRow {
  readonly excluded: boolean
  /** An earlier included row concerns the same user. */
  readonly duplicateOf: number | null
}

/** The result of an included row: neither excluded nor already done. */
export type RetriedRow = Pick<KeptRow, 'row' | 'identifier' | 'change' | 'issues' | 'duplicateOf' | 'retriesSeq'>

/** Users of the changed rows, before and after the change. */
export interface ChangedPeople {
  readonly subjects: readonly string[]
  readonly resemblances: readonly string[]
}

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

/** The mapping of one column; null if the user did not decide. */
export type RememberedColumn = { readonly mapping: ColumnMapping; readonly blank: BlankRule } | null

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
  rows(corrects: CorrectedFailures, batchSize: number): AsyncIterable<readonly FileRow[]>
}

/** Where a page of users starts. */
export interface UserPosition {
  readonly rank: number
  readonly keys: readonly string[]
}

/** Directory data for validation and templates. */
export interface UploadDirectory {
  /** A page of the users matching a filter, in email order. */
  search(search: {
    readonly filter: UserFilter
    readonly sort: 'email'
    readonly after: UserPosition | null
    readonly limit: number
  }): Promise<{ readonly items: readonly UserEntry[]; readonly next: UserPosition | null }>
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  lookups(): Promise<Lookups>
}

export interface UploadEvents {
  publish(event: Extract<MusterEvent, { kind: 'upload' }>): void
}
