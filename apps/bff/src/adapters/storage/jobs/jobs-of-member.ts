import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import { reasonColumns, sentenceOf } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

interface Paused {
  readonly id: string
  readonly title: string
  readonly title_message: Message | null
}

/**
 * Pauses the unfinished jobs of a member who is being disabled or removed: another member reviews and resumes them. Paused
 * jobs no longer resume by themselves. Leaves the jobs of scripts, whose one call has left or leaves at once.
 * Returns the lines for the audit.
 */
export async function pauseJobsOf(
  trx: Transaction<Tables>,
  member: { readonly id: string; readonly email: string },
): Promise<readonly AuditLine[]> {
  const why = message('job.paused_without_member', { member: member.email })
  const { reason, reason_message } = reasonColumns(why)
  const { rows } = await sql<Paused>`update jobs set reason = ${reason}, reason_message = ${reason_message}::jsonb,
      state = case when state in ('pausing', 'paused') then state else 'pausing' end,
      held_for = null, waits_for = null, waits_until = null
    where created_by_id = ${member.id} and source <> 'script'
      and (state in ('queued', 'running', 'waiting') or (state in ('pausing', 'paused') and held_for is not null))
    returning id, title, title_message`.execute(trx)
  return rows.map(({ id, title, title_message }) => {
    const sentence = message('audit.job_paused_itself', { title: sentenceOf(title, title_message), reason: why })
    return { action: 'job.paused' as const, actor: 'Muster', subject: null, sentence, outcome: null, jobId: id }
  })
}

/** Keeps the limit of a member who is being removed with their unfinished jobs. */
export async function keepLimitOf(trx: Transaction<Tables>, memberId: string): Promise<void> {
  await sql`update jobs set kept_groups = nullif(members.scope -> 'groups', 'null'::jsonb),
      kept_scope_since = members.scope_since
    from members where members.id = ${memberId} and jobs.created_by_id = members.id and jobs.finished_at is null`.execute(
    trx,
  )
}
