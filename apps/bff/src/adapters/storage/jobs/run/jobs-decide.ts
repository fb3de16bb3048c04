import type { AuditLine } from '@muster/core/audit/audit-line'
import type { PlanItem } from '@muster/core/plan/plan'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { JobController } from '../../../../features/jobs/ports.ts'
import { appendAudit } from '../../audit/audit-log.ts'
import { reasonColumns } from '../../database/stored-sentence.ts'
import type { Tables } from '../../database/tables.ts'
import { readPlanItems } from '../../plans/plan-blocks.ts'
import { undecidedErasure } from '../failure-conditions.ts'

type Input = Parameters<JobController['decide']>[0]

/** A member's decision about an erasure whose response was lost: keep it, or send it again, once. */
export async function decideItem(
  trx: Transaction<Tables>,
  input: Input,
): Promise<{ kind: 'done'; epoch: number } | { kind: 'no' } | null> {
  const { jobId, seq, decision } = input
  const job = await trx
    .selectFrom('jobs')
    .select(['plan_id', 'epoch'])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()
  if (job === undefined) return null
  const item = await trx
    .selectFrom('job_items')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  if (item === undefined) return null
  const decided = item.details?.['decision'] !== undefined
  const open = item.kind === 'erase' && item.outcome === 'unknown' && !decided
  if (!open || (decision === 'resend' && item.resent)) return { kind: 'no' }
  if (decision === 'resend') await sendAgain(trx, input)
  else {
    await sql`update job_items set details = coalesce(details, '{}'::jsonb) || '{"decision":"left"}'::jsonb,
        dismissed_by = ${input.actor}
      where job_id = ${jobId} and seq = ${seq}`.execute(trx)
  }
  await closeErasure(trx, item.erasure_id, input)
  const kept = await readPlanItems(trx, job.plan_id, [seq])
  await appendAudit(trx, [lineOf(kept(seq).item, input)], new Date(input.at))
  return { kind: 'done', epoch: job.epoch }
}

/** Applies one decision to every undecided erasure of a job whose response was lost. */
export async function decideAll(
  trx: Transaction<Tables>,
  input: Omit<Input, 'seq'>,
): Promise<{ kind: 'done'; epoch: number } | { kind: 'no' } | null> {
  const { jobId } = input
  const job = await trx.selectFrom('jobs').select('epoch').where('id', '=', jobId).forUpdate().executeTakeFirst()
  if (job === undefined) return null
  const { rows } = await sql<{ seq: number }>`
    select i.seq from job_items i where i.job_id = ${jobId} and ${undecidedErasure} order by i.seq`.execute(trx)
  let result: { kind: 'done'; epoch: number } | { kind: 'no' } = { kind: 'no' }
  for (const { seq } of rows) {
    const one = await decideItem(trx, { ...input, seq })
    if (one?.kind === 'done') result = one
  }
  return result
}

async function sendAgain(trx: Transaction<Tables>, { jobId, seq }: Input): Promise<void> {
  await sql`update job_items set state = 'pending', outcome = null, cause = null, details = null, kore_answer = null,
      ended_at = null, claimed_epoch = null, resent = true
    where job_id = ${jobId} and seq = ${seq}`.execute(trx)
  // A resent erasure of a resolved job is open again: its result needs attention.
  await sql`update jobs set unknown = unknown - 1, finished_at = null,
      resolved_at = null, resolved_by = null, resolved_note = null,
      state = case when state in ('done', 'cancelled') then 'queued' else state end
    where id = ${jobId}`.execute(trx)
}

/** Closes the lost request once each of its people is decided. */
async function closeErasure(trx: Transaction<Tables>, id: string | null, input: Input): Promise<void> {
  if (id === null) return
  const code = input.decision === 'leave' ? 'erasure.kept_by' : 'erasure.sent_again_by'
  const { reason, reason_message } = reasonColumns(message(code, { member: input.actor }))
  await sql`update erasures set reason = ${reason}, reason_message = ${reason_message}::jsonb, finished_at = case when not exists (
      select from job_items where job_id = ${input.jobId} and erasure_id = ${id} and outcome = 'unknown'
        and details->>'decision' is null) then ${new Date(input.at)}::timestamptz end
    where id = ${id}`.execute(trx)
}

function lineOf(item: PlanItem, { actor, decision, jobId }: Input): AuditLine {
  const label = item.user?.email ?? item.identifier.value
  const sentence =
    decision === 'leave'
      ? message('audit.erasure_kept', { actor, user: label })
      : message('audit.erasure_sent_again', { actor, user: label })
  return {
    action: decision === 'leave' ? 'user.unknown' : 'job.resumed',
    actor,
    subject: { userId: item.user?.id ?? null, label },
    sentence,
    outcome: 'unknown',
    jobId,
  }
}
