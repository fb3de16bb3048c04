import type { MusterEvent } from '@muster/contracts/events'
import type { UploadColumn, UploadEntry, UploadIssueGroup } from '@muster/contracts/uploads'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { BlankRule, ColumnMapping, IssueLevel, UploadIssue } from '@muster/core/upload/upload-mapping'
import type { Detection, FileRow, ReadOptions } from './file-ports.ts'

/** Which failures of which job are corrected. */
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
  readonly problem: string | null
  readonly progress: UploadEntry['progress']
  readonly detected: Detection
  readonly columns: readonly UploadColumn[]
  /** Null before the first row was checked. */
  readonly tally: UploadTally | null
  /** When all rows were last held against the directory, in milliseconds since 1970; null until they were. */
  readonly checkedAt: number | null
  readonly planId: string | null
  /** Null for a file somebody sent. */
  readonly corrects: CorrectedFailures | null
  readonly createdBy: { readonly memberId: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** A finding with how much it matters, as kept with its row. */
export interface RowIssue extends UploadIssue {
  readonly level: IssueLevel
  /** `issueKey`: what findings are grouped by. */
  readonly key: string
}

export type IssueCount = Pick<
  UploadIssueGroup,
  'key' | 'count' | 'firstRow' | 'code' | 'column' | 'value' | 'suggestions'
>

/** What is shown of an upload's rows without reading them: kept, because counting 150,000 rows takes a while. */
export interface UploadTally {
  readonly counts: UploadEntry['counts']
  /** Complete once every row was checked. */
  readonly groups: readonly IssueCount[]
}

/** A row checked: what it asks and what is wrong with it. */
export interface CheckedRow extends FileRow {
  /** Columns changed by a person. */
  readonly edited: readonly number[]
  readonly identifier: Identifier | null
  readonly change: Change | null
  /** `subjectKey` of core: two rows with the same one are about the same person. */
  readonly subject: string | null
  /** `resemblance` of the address the row names; null where it names none. */
  readonly resembles: string | null
  /** Done already, says the report this file is. */
  readonly done: boolean
  /** It sums up or closes the table: excluded until a person includes it. */
  readonly isFooter?: boolean
  readonly issues: readonly RowIssue[]
}

/** A row as it is shown and planned. */
export interface KeptRow extends CheckedRow {
  readonly excluded: boolean
  /** An earlier row that counts is about the same person. */
  readonly duplicateOf: number | null
}

/** What a row that counts comes to: neither left out nor done already. */
export type RetriedRow = Pick<KeptRow, 'row' | 'identifier' | 'change' | 'issues' | 'duplicateOf' | 'retriesSeq'>

/** Whom changed rows were about before, and are about now. */
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

/** What moves in an upload. `wish` and `rechecking` say what the work on it is, for whoever takes it up again. */
export type UploadChanges = Partial<
  Pick<UploadRecord, 'state' | 'problem' | 'progress' | 'detected' | 'columns'> & {
    readonly checkedAt: number
    readonly readOptions: ReadOptions
    readonly rechecking: boolean
  }
>

/** An upload a process left in the middle of its work. */
export interface UnfinishedUpload {
  readonly id: string
  readonly readOptions: ReadOptions
  /** Its rows are being checked again; the file itself is not read. */
  readonly rechecking: boolean
}

/** How one column was mapped; null where nobody decided about it. */
export type RememberedColumn = { readonly mapping: ColumnMapping; readonly blank: BlankRule } | null

/** Where the rows of a file that failed in a job are found again. */
export interface FailedRows {
  /**
   * The upload the failures came from and how many of its rows may be asked again. `origin` null: it is not kept any
   * more, or its cells no longer say what was asked. `open`: an upload this person opened of all of them already. Null for an
   * unknown job.
   */
  find(
    corrects: CorrectedFailures,
    memberId: string,
  ): Promise<{ readonly origin: string | null; readonly rows: number; readonly open: string | null } | null>
  /** These rows with their cells as they were planned, in file order and in batches. */
  rows(corrects: CorrectedFailures, batchSize: number): AsyncIterable<readonly FileRow[]>
}

/** What checking and templates need of the directory. */
export interface UploadDirectory {
  /** A page of the people matching a filter, in e-mail order. */
  search(search: {
    readonly filter: UserFilter
    readonly sort: 'email'
    readonly after: { readonly emailKey: string; readonly id: string } | null
    readonly limit: number
  }): Promise<{
    readonly items: readonly UserEntry[]
    readonly next: { readonly emailKey: string; readonly id: string } | null
  }>
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  lookups(): Promise<Lookups>
}

export interface UploadEvents {
  publish(event: Extract<MusterEvent, { kind: 'upload' }>): void
}
