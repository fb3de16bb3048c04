import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { ColumnType, Generated } from 'kysely'
import type { ReadOptions } from '../../../features/uploads/file-ports.ts'
import type { RememberedColumn, UploadTally } from '../../../features/uploads/ports.ts'
import type { StoredMessage } from './stored-message.ts'

type Written<T> = ColumnType<T, string, string>
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>

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
    /** A member's corrections of the detected format: a resumed read applies them. */
    read_options: ColumnType<ReadOptions, string | undefined, string>
    /** Changes with every change of its rows. */
    version: Generated<number>
    /** The rows are being checked again, without reading the file. */
    rechecking: Generated<boolean>
    /** Counts as of the last check or fix. */
    counts: ColumnType<UploadTally['counts'] | null, never, string | null>
    /** Deflated: groups of issues as of the last check or fix. */
    issues: ColumnType<Uint8Array | null, never, Uint8Array | null>
    /** The version of the rows that have these groups. */
    issues_version: Generated<number>
  }
  /** `packed`: deflated. */
  upload_chunks: { upload_id: string; seq: number; bytes: Uint8Array; packed: Generated<boolean> }
  /** Rows of an upload with their results, some 1,000 a block. */
  upload_blocks: {
    upload_id: string
    block: number
    /** Changes with every edit and exclusion. */
    version: Generated<number>
    size: number
    first_row: number
    last_row: number
    /** Cells of its longest row. */
    widest: number
    /** Deflated: cells, row numbers, facts of the file. */
    cells: Bytes
    /** Results as numbers. */
    facts: Bytes
    /** Deflated: texts of the results. */
    dictionary: Bytes
    /** For each row whether it is excluded, or retried elsewhere. */
    marks: Bytes
    /** For each row the number of the item of the corrected job that it retries; null if none does. */
    retries: readonly (number | null)[] | null
  }
  upload_shapes: {
    member_id: string
    shape: string
    columns: Written<readonly RememberedColumn[]>
  }
}
