import type { Scope } from '@muster/core/permission'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Queue } from '../../queue.ts'
import type { LimitedKeys, RowsChecks } from './check-ports.ts'
import type { FileReader, FileStore } from './file-ports.ts'
import type { FailedRows, UploadDirectory, UploadEvents } from './ports.ts'
import type { LimitedItems } from './reported-ports.ts'
import type { ColumnMemory, PlanTies, RowExclusions, UploadRows, UploadStore, UploadUpkeep } from './store-ports.ts'

/** Dependencies of the upload use cases. */
export interface UploadDeps {
  readonly store: UploadStore
  readonly rows: UploadRows
  readonly exclusions: RowExclusions
  readonly planTies: PlanTies
  readonly columnMemory: ColumnMemory
  readonly upkeep: UploadUpkeep
  readonly files: FileStore
  readonly failedRows: FailedRows
  readonly reportedItems: LimitedItems
  readonly reader: FileReader
  readonly checks: RowsChecks
  readonly directory: UploadDirectory
  readonly keys: LimitedKeys
  /** The limit of a member now. */
  readonly scopeOf: (memberId: string) => Promise<Scope | null>
  readonly queue: Queue
  readonly events: UploadEvents
  readonly clock: Clock
  /** App-made, sortable. */
  readonly newId: () => string
  /** Appends acts to the audit. */
  readonly audit: AuditLog
}

/** The kind of work that reads and validates a file. */
export const readUploadWork = 'upload.read'
