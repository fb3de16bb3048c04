import type { AuditAction } from '@muster/core/audit/audit-line'
import type { ColumnType } from 'kysely'

export interface AuditTables {
  /** Append-only by trigger, except that personal fields can be erased; chained by `hash`. */
  audit_entries: {
    seq: number
    at: ColumnType<Date, string, never>
    action: AuditAction
    actor: string
    subject_user_id: string | null
    subject_label: string | null
    sentence: string
    /** Code and facts of the sentence, as JSON text, which the hash covers; null if it was stored without. */
    message: ColumnType<string | null, string | null | undefined, never>
    outcome: string | null
    job_id: string | null
    /** The origin of the act: token, address, session. */
    token: string | null
    address: string | null
    session: string | null
    /** Null when erased, and with their commitments in entries that are older than them. */
    actor_salt: string | null
    actor_commitment: string | null
    subject_salt: string | null
    subject_commitment: string | null
    prev_hash: string
    hash: string
  }
  /** One row: the end of the chain. Locked while appending, so concurrent writers never fork it. */
  audit_head: { id: number; seq: number; hash: string }
}
