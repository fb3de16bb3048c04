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
    /** The account of Kore.ai whose data the store holds, as JSON. Null before the first start with an account. */
    account: string | null
    /** Another one that a process is connected to. Jobs are held until an owner decides whether it is the same. */
    other_account: string | null
  }
}
