import type { ErasureEntry } from '@muster/contracts/erasures'
import type { Identifier } from '@muster/core/account/user'
import type { EraseScope } from '@muster/core/change/change'
import type { ColumnType, Generated } from 'kysely'
import type { StoredMessage } from './stored-message.ts'

export interface ErasuresTables {
  erasures: {
    id: string
    /** Kore.ai's `eud-…`; null when its response was lost. */
    request_id: string | null
    job_id: string | null
    state: ErasureEntry['state']
    scope: ColumnType<EraseScope, string, never>
    scope_text: string
    scope_message: StoredMessage
    requested_by: string
    requested_at: Date
    last_checked_at: Date | null
    next_check_at: Date | null
    finished_at: Date | null
    reason: string | null
    reason_message: StoredMessage
    checks: Generated<number>
  }
  erasure_people: {
    erasure_id: string
    n: number
    /** The person's item in the job. */
    seq: number | null
    identifier: ColumnType<Identifier, string, never>
    label: string
    user_id: string | null
    state: ErasureEntry['people'][number]['state']
    kore_status: string | null
  }
}
