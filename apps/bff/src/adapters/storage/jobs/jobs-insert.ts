import type { JobEntry } from '@muster/contracts/jobs'
import type { Sentence } from '@muster/core/text/message'
import { subjectMessage } from '@muster/wording/count'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { endUnderWay } from '../erasures/erasures-under-way.ts'
import { markRetried } from './jobs-retry.ts'
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
}

/**
 * Creates the job of a plan, in the transaction that marks the plan applied: blocked items are skipped with their
 * blocker's cause, unchanged ones are unchanged, the rest wait. Appends to the audit, so call it last. Returns false,
 * for a rollback, if part of a retry was retried or dismissed since it was planned.
 */
export async function insertJob(trx: Transaction<Tables>, job: JobToInsert): Promise<boolean> {
  const at = new Date(job.createdAt)
  const title = storedSentence(job.title)
  const { dispositions, kinds, total } = job.summary
  await trx
    .insertInto('jobs')
    .values({
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
      created_at: at,
      started_at: null,
      finished_at: null,
      parent_job_id: job.parentJobId,
      resolved_at: null,
      resolved_by: null,
      resolved_note: null,
      lease_until: null,
    })
    .execute()
  await insertItems(trx, job, at)
  if (kinds.erase > 0) await endUnderWay(trx, job.id, at)
  if (job.parentJobId !== null) await recordUnchanged(trx, job.id)
  if (!(await markRetried(trx, job))) return false
  const { email } = job.createdBy
  const started = { actor: email, title: job.title, subjects: subjectMessage(total, kinds) }
  const skipped = dispositions.blocked
  await appendAudit(
    trx,
    [
      {
        action: 'job.started',
        actor: email,
        subject: null,
        sentence:
          skipped === 0
            ? message('audit.job_started', started)
            : message('audit.job_started_skipped', { ...started, skipped }),
        outcome: null,
        jobId: job.id,
      },
    ],
    at,
  )
  return true
}

async function insertItems(trx: Transaction<Tables>, job: JobToInsert, at: Date): Promise<void> {
  await sql`
    insert into job_items (job_id, seq, kind, batch_key, state, outcome, cause, details, ended_at)
    select ${job.id}, seq, kind,
      kind || ':' || case
        when kind = 'erase' then (item->'identifier'->>'by') || ':' || (item->'change'->'scope')::text
        when item->'identifier'->>'by' = 'orgUserId' then 'orgUserId'
        else 'email' end,
      case disposition when 'change' then 'pending' else 'settled' end,
      case disposition when 'unchanged' then 'unchanged' when 'blocked' then 'skipped' end,
      case disposition when 'blocked' then coalesce(item->'blockers'->0->>'code', 'row_invalid') end,
      case disposition when 'blocked' then item->'blockers'->0->'details' end,
      case disposition when 'change' then null else ${at}::timestamptz end
    from plan_items where plan_id = ${job.planId}`.execute(trx)
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
