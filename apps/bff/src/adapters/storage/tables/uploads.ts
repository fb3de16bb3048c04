import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { QuoteIssue } from '@muster/core/text/quote-issue'
import type { IssueLevel } from '@muster/core/upload/upload-mapping'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CellOffer, MergedCell, ReadOptions } from '../../../features/uploads/file-ports.ts'
import type { RememberedColumn, RowIssue, UploadTally } from '../../../features/uploads/ports.ts'
import type { StoredMessage } from './stored-message.ts'

type Written<T> = ColumnType<T, string, string>

export interface UploadsTables {
  uploads: {
    id: string
    file_name: string
    bytes: ColumnType<string | number, number, number>
    state: UploadEntry['state']
    problem: string | null
    problem_message: StoredMessage
    progress: Written<UploadEntry['progress']>
    detected: Written<UploadEntry['detected']>
    columns: Written<readonly UploadColumn[]>
    plan_id: string | null
    /** The job and the cause these rows failed with, if they were opened from a report. */
    corrects_job_id: string | null
    corrects_cause: CauseCode | null
    /** When its rows were last compared with the directory. */
    checked_at: ColumnType<Date | null, never, Date>
    created_by: string
    created_by_id: string
    created_at: ColumnType<Date, Date, never>
    /** Number of the attempt that may write rows. */
    attempt: Generated<number>
    /** A user's corrections of the detected format: a resumed read applies them. */
    read_options: ColumnType<ReadOptions, string | undefined, string>
    /** The rows are being checked again, without reading the file. */
    rechecking: Generated<boolean>
    /** Counts and groups of issues as of the last check or fix. */
    tally: ColumnType<UploadTally | null, never, string | null>
  }
  /** `packed`: deflated. */
  upload_chunks: { upload_id: string; seq: number; bytes: Uint8Array; packed: Generated<boolean> }
  upload_rows: {
    upload_id: string
    row: number
    /** Number of the item of the corrected job that this row retries. */
    retries_seq: number | null
    cells: JSONColumnType<readonly string[]>
    edited: readonly number[]
    hidden: boolean
    formulas: readonly number[]
    errors: readonly number[]
    /** Cells that merged cells of the sheet cover; null if there are none. */
    merged: JSONColumnType<readonly MergedCell[]> | null
    /** Issues with the quotes of its text; null if there are none. */
    faults: JSONColumnType<readonly QuoteIssue[]> | null
    /** Other values for cells; null if there are none. */
    offers: JSONColumnType<readonly CellOffer[]> | null
    excluded: Generated<boolean>
    /** The earlier row for the same user, which counts. */
    duplicate_of: number | null
    done: boolean
    /** The most severe level of its issues. */
    level: IssueLevel | null
    subject: string | null
    /** The address that this one resembles; for rows whose user the directory does not know. */
    resembles: string | null
    identifier: JSONColumnType<Identifier> | null
    change: JSONColumnType<Change> | null
    issues: JSONColumnType<readonly RowIssue[]>
    issue_keys: readonly string[]
  }
  upload_shapes: {
    member_id: string
    shape: string
    columns: Written<readonly RememberedColumn[]>
  }
}
