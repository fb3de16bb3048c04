import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { RowReference } from '@muster/core/outcome/report-columns'
import type { Own } from '../../http/session/actor.ts'

/** One item of a job, as its report refers to it. */
export interface ReportedItem {
  /** Its row in the file of the job, otherwise its number. */
  readonly row: number
  readonly identifier: Identifier
  /** Kore.ai's id of its user; null if the directory had none. */
  readonly userId: string | null
  readonly change: Change
  /** It ended as changed or without a change. */
  readonly isDone: boolean
  /** The plan blocked it because its marks may mean yes or no. */
  readonly isMarkAmbiguous: boolean
}

/** Finds the items that the rows of a report refer to; null for an invalid reference. */
export interface ReportedItems {
  find(references: readonly RowReference[]): Promise<readonly (ReportedItem | null)[]>
}

/** Those of all jobs, or of a member's own. */
export interface LimitedItems extends ReportedItems {
  within(own: Own): ReportedItems
}
