import type { ColumnType } from 'kysely'

export interface AuditTables {
  /** Append-only by trigger; chained by `hash`. */
  audit_entries: {
    seq: number
    at: ColumnType<Date, string, never>
    action: string
    actor: string
    subject_user_id: string | null
    subject_label: string | null
    sentence: string
    /** Code and facts of the sentence, as JSON text, which the hash covers; null if it was stored without. */
    message: ColumnType<string | null, string | null | undefined, never>
    outcome: string | null
    job_id: string | null
    prev_hash: string
    hash: string
  }
  /** One row: the end of the chain. Locked while appending, so concurrent writers never fork it. */
  audit_head: { id: number; seq: number; hash: string }
}
