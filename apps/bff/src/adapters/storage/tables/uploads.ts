import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { QuoteIssue } from '@muster/core/text/quote-issue'
import type { IssueLevel } from '@muster/core/upload/upload-mapping'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CellOffer, MergedCell, ReadOptions } from '../../../features/uploads/file-ports.ts'
import type { RememberedColumn, RowIssue, UploadTally } from '../../../features/uploads/ports.ts'

type Written<T> = ColumnType<T, string, string>

export interface UploadsTables {
  uploads: {
    id: string
    file_name: string
    bytes: ColumnType<string | number, number, number>
    state: UploadEntry['state']
    problem: string | null
    progress: Written<UploadEntry['progress']>
    detected: Written<UploadEntry['detected']>
    columns: Written<readonly UploadColumn[]>
    plan_id: string | null
    /** The job and the cause these rows failed with, where they were opened from a report. */
    corrects_job_id: string | null
    corrects_cause: CauseCode | null
    /** When its rows were last held against the directory. */
    checked_at: ColumnType<Date | null, never, Date>
    created_by: string
    created_by_id: string
    created_at: ColumnType<Date, Date, never>
    /** Number of the reading that may write rows. */
    attempt: Generated<number>
    /** What a person corrected of what was understood: a reading taken up again keeps to it. */
    read_options: ColumnType<ReadOptions, string | undefined, string>
    /** The rows are being checked again, the file itself is not read. */
    rechecking: Generated<boolean>
    /** Counts and groups of findings as of the last check or fix. */
    tally: ColumnType<UploadTally | null, never, string | null>
  }
  upload_chunks: { upload_id: string; seq: number; bytes: Uint8Array }
  upload_rows: {
    upload_id: string
    row: number
    /** Number of the item of the corrected job that this row asks again. */
    retries_seq: number | null
    cells: JSONColumnType<readonly string[]>
    edited: readonly number[]
    hidden: boolean
    formulas: readonly number[]
    errors: readonly number[]
    /** Cells that merged cells of the sheet cover; null where there are none. */
    merged: JSONColumnType<readonly MergedCell[]> | null
    /** What is wrong with the quotes of its text; null where nothing is. */
    faults: JSONColumnType<readonly QuoteIssue[]> | null
    /** Other values for cells; null where there are none. */
    offers: JSONColumnType<readonly CellOffer[]> | null
    excluded: Generated<boolean>
    /** The earlier row that counts and is about the same person. */
    duplicate_of: number | null
    done: boolean
    /** The worst of its issues. */
    level: IssueLevel | null
    subject: string | null
    /** What an address looks like; for rows about a person the directory does not know. */
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
