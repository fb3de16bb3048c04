import type { PlanSource } from '@muster/contracts/plans'
import type { PlanItem } from '@muster/core/plan/plan'
import type { LabeledSummary } from '@muster/wording/effect-label'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ScriptSource } from '../../../features/plans/ports.ts'
import type { StoredMessage } from './stored-message.ts'

export interface PlansTables {
  plans: {
    id: string
    title: string
    title_message: StoredMessage
    /** Given by a member. */
    name: Generated<string | null>
    source: JSONColumnType<PlanSource | ScriptSource>
    state: 'computing' | 'ready' | 'failed' | 'applied'
    problem: string | null
    problem_message: StoredMessage
    progress: number
    summary: JSONColumnType<LabeledSummary>
    hash: string | null
    job_id: string | null
    parent_job_id: string | null
    /** The plan that an edit made of this draft. */
    replaced_by: Generated<string | null>
    created_by: string
    created_by_id: string
    created_at: ColumnType<Date, Date, never>
    directory_at: ColumnType<Date | null, string | null, never>
    /** Number of the attempt that may write; older ones are refused. */
    attempt: Generated<number>
    /** Items of the job that are inserted before it: its id, and how many blocks. */
    staged_job_id: string | null
    staged_blocks: Generated<number>
  }
  /** The items, in compressed blocks of `blockSize`: `plan-block.ts` has the format. */
  plan_blocks: {
    plan_id: string
    block: number
    items: number
    /** SHA-256, in hex, of the uncompressed text. */
    digest: string
    body: Uint8Array
    dispositions: PlanItem['disposition'][]
    /** Codes of blockers and warnings. */
    causes: string[]
    /** Keys of the summary's effects. */
    effects: string[]
  }
  /** Results of requests with an `Idempotency-Key`. */
  plan_requests: {
    member_id: string
    key: string
    digest: string
    plan_id: string
    job_id: string
    at: ColumnType<Date, Date, never>
  }
}
