import type { HoldReason } from '@muster/contracts/hold'

export interface StoreStateTables {
  /** One row. */
  store_state: {
    id: number
    /** Assigned when the store was created; a copy has the same. */
    store_id: string
    /** Increments with every start and every call of a job, in the transaction that records the send. */
    mark: number
    /** The transaction that wrote the row. In a store loaded from a dump it is not the row's own. */
    written_by: string
    /** The database the row was written in. */
    database_id: string
    /** Jobs are held since then; null while they run. */
    held_since: Date | null
    held_for: HoldReason | null
  }
}
