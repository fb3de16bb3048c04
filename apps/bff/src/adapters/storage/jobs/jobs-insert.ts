import type { JobEntry } from '@muster/contracts/jobs'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Sentence } from '@muster/core/text/message'
import { subjectMessage } from '@muster/wording/count'
import { message } from '@muster/wording/message'
import type { Transaction } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { endUnderWay } from '../erasures/erasures-under-way.ts'
import { markRetried } from './jobs-retry.ts'
import { insertUnstaged, stagedFrom, stageItems } from './jobs-stage.ts'
import { recordUndone } from './jobs-undo.ts'

/** The input of a job; `NewJob` of the plans' ports fits. */
export interface JobToInsert {
  readonly id: string
  readonly planId: string
  readonly title: Sentence
  readonly source: JobEntry['source']
  readonly parentJobId: string | null
  readonly summary: {
    readonly total: number
    readonly kinds: JobEntry['kinds']
    readonly dispositions: { readonly change: number; readonly unchanged: number; readonly blocked: number }
  }
  readonly createdBy: { readonly memberId: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** Blocks of the plan whose items are inserted already. */
  readonly stagedBlocks: number
}

/**
 * Creates the job of a plan, in the transaction that marks the plan applied, with the items that are not staged. Appends to the audit, so call it last. Returns false,
 * for a rollback, if part of a retry was retried or dismissed since it was planned.
 */
export async function insertJob(trx: Transaction<Tables>, job: JobToInsert): Promise<boolean> {
  const at = new Date(job.createdAt)
  await trx.insertInto('jobs').values(jobColumns(job)).execute()
  await insertUnstaged(trx, job)
  if (job.summary.kinds.erase > 0) await endUnderWay(trx, job.id, at)
  if (job.parentJobId !== null) await recordUnchanged(trx, job.id)
  if (!(await markRetried(trx, job))) return false
  await appendAudit(trx, [startedLine(job)], at)
  return true
}

/** The columns of a new job; JSON is text in them. */
export function jobColumns(job: Omit<JobToInsert, 'stagedBlocks'>) {
  const title = storedSentence(job.title)
  const { dispositions, kinds, total } = job.summary
  return {
    id: job.id,
    plan_id: job.planId,
    title: title.text,
    title_message: title.message,
    source: job.source,
    state: 'queued',
    reason: null,
    waits_for: null,
    waits_until: null,
    total,
    kinds: JSON.stringify(kinds),
    changed: 0,
    unchanged: dispositions.unchanged,
    skipped: dispositions.blocked,
    failed: 0,
    not_attempted: 0,
    unknown: 0,
    created_by: job.createdBy.email,
    created_by_id: job.createdBy.memberId,
    created_at: new Date(job.createdAt),
    started_at: null,
    finished_at: null,
    parent_job_id: job.parentJobId,
    resolved_at: null,
    resolved_by: null,
    resolved_note: null,
    lease_until: null,
  } as const
}

/** The audit entry of a job that was applied. */
export function startedLine(job: Pick<JobToInsert, 'id' | 'title' | 'summary' | 'createdBy'>): AuditLine {
  const { dispositions, kinds, total } = job.summary
  const { email } = job.createdBy
  const started = { actor: email, title: job.title, subjects: subjectMessage(total, kinds) }
  const skipped = dispositions.blocked
  const sentence =
    skipped === 0
      ? message('audit.job_started', started)
      : message('audit.job_started_skipped', { ...started, skipped })
  return { action: 'job.started', actor: email, subject: null, sentence, outcome: null, jobId: job.id }
}

/** Items that an undo finds already reverted count as undone. */
async function recordUnchanged(trx: Transaction<Tables>, jobId: string): Promise<void> {
  const items = await trx
    .selectFrom('job_items')
    .select('seq')
    .where('job_id', '=', jobId)
    .where('outcome', '=', 'unchanged')
    .execute()
  await recordUndone(trx, { jobId, seqs: items.map(({ seq }) => seq), inEffect: true })
}

/** How the plans' store creates a job. */
export const jobInsertion = { stagedFrom, stage: stageItems, insert: insertJob }
