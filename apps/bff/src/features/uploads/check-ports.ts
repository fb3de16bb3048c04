import type { Lookups } from '@muster/core/account/access'
import type { Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import type { CheckedBlock } from '@muster/core/upload-block/row-facts'
import type { ContentsCount } from './file-ports.ts'
import type { UploadDirectory, UploadRecord } from './ports.ts'
import type { ReportedItems } from './reported-ports.ts'

/** The identifiers by which the directory knows users. */
export type KeyKind = 'email' | 'orgUserId' | 'userId'

/**
 * Users by one of their identifiers: keys and IDs at the same positions. Both are JSON lists: a thread receives one text
 * far faster than many.
 */
export interface UserKeys {
  /** In the form in which identifiers of this kind are compared. */
  readonly keys: string
  readonly ids: string
}

/** Where a page of keys ended. */
export interface LastKey {
  readonly key: string
  readonly id: string
}

/** The identifiers of the directory, for checks of many rows. */
export interface DirectoryKeys {
  count(): Promise<number>
  /** Users who have an identifier of this kind, after the last one of a page. At most `limit`; none at the end. */
  page(by: KeyKind, after: LastKey, limit: number): Promise<UserKeys>
  /** Users with these keys. */
  of(by: KeyKind, keys: readonly string[]): Promise<readonly UserKeys[]>
}

/** The identifiers that a limited member may know. */
export interface LimitedKeys extends DirectoryKeys {
  within(scope: Scope): DirectoryKeys
}

/** What a check reads besides the rows. */
export interface CheckSources {
  readonly directory: Pick<UploadDirectory, 'byIdentifiers'>
  readonly keys: DirectoryKeys
  readonly reportedItems: ReportedItems
}

export interface CheckInput {
  readonly upload: Pick<UploadRecord, 'columns' | 'detected' | 'createdAt'>
  readonly lookups: Lookups
  /** Expected rows: decides how the directory is read. */
  readonly rows: number
  /** Whether the rows come from the file itself, with its heading. */
  readonly isFile: boolean
  /** The content of the file, to compare with its rows. */
  readonly contents?: ContentsCount | undefined
}

export interface CheckSummary {
  /** Rows below the heading. */
  readonly rows: number
  /** Content that no row has; null if nothing is lost. */
  readonly loss: Message | null
  /** Where another table begins below the first. */
  readonly second: { readonly row: number; readonly text: string } | null
  readonly columns: UploadRecord['columns']
}

/** Checks the rows of one upload, in order. */
export interface RowsCheck {
  /** Rows as the file has them; the heading is counted and dropped. */
  take(rows: PackedRows): Promise<CheckedBlock>
  end(): Promise<CheckSummary>
  close(): void
}

/** Begins checks: small ones at once, large ones in a thread of their own. */
export interface RowsChecks {
  /** Starts what the check of a file of this size needs, while the file is inspected. */
  prepare(bytes: number): void
  begin(sources: CheckSources, input: CheckInput): Promise<RowsCheck>
}
