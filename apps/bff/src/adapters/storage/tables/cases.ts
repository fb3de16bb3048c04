import type { Identifier } from '@muster/core/account/user'
import type { ColumnType, RawBuilder } from 'kysely'

export interface CasesTables {
  erasure_cases: {
    id: string
    reference: string
    requester: string
    people: ColumnType<readonly Identifier[], string, never>
    received_at: Date
    due_at: Date
    held_by: string | null
    held_at: Date | null
    hold_reason: string | null
    /** The plan of its erasure that is applied next, or was last. */
    plan_id: string | null
    /** All its plans: of the removal, of the erasure, and the edits and retries of these. */
    plan_ids: ColumnType<readonly string[], never, RawBuilder<readonly string[]>>
    /** When the audit recorded that the deadline is near. */
    due_noted_at: Date | null
    closed_by: string | null
    closed_at: Date | null
    closing_note: string | null
    opened_by: string
    opened_at: Date
  }
}
