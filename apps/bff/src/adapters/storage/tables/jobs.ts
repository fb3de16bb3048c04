import type { JobEntry } from '@muster/contracts/jobs'
import type { Identifier } from '@muster/core/account/user'
import type { ChangeKind, EraseScope } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { ColumnType, Generated } from 'kysely'
import type { PausedFor, WaitsFor } from '../../../engine/ports.ts'
import type { StoredMessage } from './stored-message.ts'

/** `settled`: it has an outcome. The stored value keeps its name. */
export type ItemState = 'pending' | 'intended' | 'in_doubt' | 'settled'

type Erases = Identifier & { readonly userId: string | null; readonly scope: EraseScope }

export interface JobsTables {
  jobs: {
    id: string
    plan_id: string
    title: string
    title_message: StoredMessage
    source: JobEntry['source']
    state: JobEntry['state']
    reason: string | null
    reason_message: StoredMessage
    /** What a paused job waits for, if Muster can detect that it is resolved: `pausedFor` in code, and no hold. */
    paused_for: PausedFor | null
    /** What keeps the job from sending, and until when. */
    waits_for: WaitsFor | null
    waits_until: Date | null
    total: number
    kinds: ColumnType<JobEntry['kinds'], string, string>
    changed: number
    unchanged: number
    skipped: Generated<number>
    failed: number
    not_attempted: number
    unknown: number
    /** Items sent to Kore.ai since a member last resumed the job, and how many of them failed. */
    tried: Generated<number>
    tried_failed: Generated<number>
    created_by: string
    created_by_id: string
    /** The limit of the member who applied the plan, from when they were removed on: its groups, and since when. */
    kept_groups: ColumnType<readonly string[] | null, never, never>
    kept_scope_since: ColumnType<Date | null, never, never>
    created_at: Date
    started_at: Date | null
    finished_at: Date | null
    parent_job_id: string | null
    resolved_at: Date | null
    resolved_by: string | null
    resolved_note: string | null
    /** Increments with every worker that takes the job over; writes of an older one are refused. */
    epoch: Generated<number>
    lease_until: Date | null
    /** It ran at an account that Muster left: it is history, and nothing of it is sent again. */
    of_other_account: Generated<boolean>
  }
  /** Items are inserted before their job: without a row in `jobs` they do not count. */
  job_items: {
    job_id: string
    seq: number
    /** Row in the uploaded file. */
    row: number | null
    /** Number of the item of the parent job that this one retries or undoes. */
    retries_seq: number | null
    /** Of an erasure: identifier, user and scope. */
    erases: ColumnType<Erases | null, string | null, never>
    kind: ChangeKind
    /** Items of one key are claimed together: kind, and for erasures kind of identifier and scope. */
    batch_key: string
    state: ItemState
    outcome: Outcome | null
    cause: CauseCode | null
    details: ColumnType<Record<string, string> | null, string | null, string | null>
    kore_response: string | null
    /** Worker that holds a pending item, by its epoch. */
    claimed_epoch: number | null
    /** Worker that sent it, by its epoch, and the call that carried it. */
    sent_epoch: number | null
    call_id: string | null
    attempts: Generated<number>
    /** Refusals of the whole call it was in. */
    refusals: Generated<number>
    sent_at: Date | null
    /** Of an update: its user as last read, and the flags of its plan as last sent. */
    user_id: string | null
    can_create_bot: boolean | null
    is_developer: boolean | null
    /** When its effect was final: its response or its verification. Reads that began later show it. Null if unknown. */
    effect_known_at: Generated<Date | null>
    /** When a doubtful or unverified item is due for a re-read. */
    due_at: Date | null
    /** Inconclusive re-reads. */
    reads: Generated<number>
    /** Recorded as changed, and not yet verified. */
    to_verify: Generated<boolean>
    /** Null as well for an item that ended when its job was created. */
    ended_at: Date | null
    erasure_id: string | null
    retried_by: string | null
    /** The undo that reverted this change. */
    undone_by: string | null
    /** Who dismissed this failure. */
    dismissed_by: string | null
    /** A member sent this erasure a second time after its response was lost. */
    resent: Generated<boolean>
    /** Its user was erased: it is neither undone nor retried. */
    erased: Generated<boolean>
  }
}
