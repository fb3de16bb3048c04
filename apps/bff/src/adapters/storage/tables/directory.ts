import type { Directory } from '@muster/contracts/users'
import type { Generated } from 'kysely'

import type { StoredMessage } from './stored-message.ts'

export interface DirectoryTables {
  /** One row. */
  directory_state: {
    one: Generated<boolean>
    state: Directory['state']
    /** Increments with each full pass; rows of older passes are swept at its end. */
    generation: number
    /** Progress of a pass: its current step and the cursor of its next page. Null between passes. */
    step: 'groups' | 'roles' | 'bots' | 'users' | null
    cursor: string | null
    done: number
    /** When the pass began. */
    started_at: Date | null
    total: number | null
    source: 'kore' | 'csv' | null
    synced_at: Date | null
    reason: string | null
    reason_message: StoredMessage
    groups_known: boolean
    groups_reason: string | null
    groups_reason_message: StoredMessage
    roles_known: boolean
    roles_reason: string | null
    roles_reason_message: StoredMessage
    bots_known: boolean
    bots_reason: string | null
    bots_reason_message: StoredMessage
  }
  /** Unreadable records of the latest pass. */
  unreadable_records: {
    generation: number
    list: 'users' | 'groups' | 'roles' | 'bots'
    label: string
    label_message: StoredMessage
    reason: string
    reason_message: StoredMessage
    excerpt: string | null
    omitted: boolean
  }
}
