import type { AuditLine } from '@muster/core/audit/audit-line'
import type { PlanItem } from '@muster/core/plan/plan'
import { approvalReasons } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { JobController } from '../../../../features/jobs/ports.ts'
import { appendAudit } from '../../audit/audit-log.ts'
import { refusalByCase } from '../../cases/case-plans.ts'
import { reasonColumns } from '../../database/stored-sentence.ts'
import type { Tables } from '../../database/tables.ts'
import { countSent, lockGuards, readAccountFacts } from '../../guards/guard-facts.ts'
import { readPolicy } from '../../plans/approvals-store.ts'
import { readPlanItems } from '../../plans/plan-blocks.ts'
import { undecidedErasure } from '../failure-conditions.ts'

type Input = Parameters<JobController['decide']>[0]
type Act = Omit<Input, 'seq'>
type Result = Awaited<ReturnType<JobController['decide']>>

/** A member's decision about an erasure whose response was lost: keep it, or send it again, once. */
export async function decideItem(trx: Transaction<Tables>, input: Input): Promise<Result> {
  const { jobId, seq, decision } = input
  const ofCase = await caseRefusal(trx, input)
  const job = await lockJob(trx, jobId)
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
  if (!open || (decision === 'resend' && (item.resent || job.of_other_account))) return { kind: 'no' }
  const refusal = ofCase ?? (await refusalByPolicy(trx, input, [seq]))
  if (refusal !== null) return refusal
  await decideOpen(trx, input, { planId: job.plan_id, erasureId: item.erasure_id })
  return { kind: 'done', epoch: job.epoch }
}

/** Applies one decision to every undecided erasure of a job whose response was lost. */
export async function decideAll(trx: Transaction<Tables>, input: Act): Promise<Result> {
  const { jobId, decision } = input
  const ofCase = await caseRefusal(trx, input)
  const job = await lockJob(trx, jobId)
  if (job === undefined) return null
  const { rows } = await sql<{ seq: number; erasure_id: string | null }>`
    select i.seq, i.erasure_id from job_items i
    where i.job_id = ${jobId} and ${undecidedErasure} and not (${decision === 'resend'} and i.resent)
    order by i.seq`.execute(trx)
  if (rows.length === 0 || (decision === 'resend' && job.of_other_account)) return { kind: 'no' }
  const seqs = rows.map(({ seq }) => seq)
  const refusal = ofCase ?? (await refusalByPolicy(trx, input, seqs))
  if (refusal !== null) return refusal
  for (const { seq, erasure_id: erasureId } of rows)
    await decideOpen(trx, { ...input, seq }, { planId: job.plan_id, erasureId })
  return { kind: 'done', epoch: job.epoch }
}

const lockJob = (trx: Transaction<Tables>, jobId: string) =>
  trx
    .selectFrom('jobs')
    .select(['plan_id', 'epoch', 'of_other_account'])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()

async function caseRefusal(trx: Transaction<Tables>, { jobId, decision }: Act): Promise<Result> {
  if (decision === 'leave') return null
  const kind = await refusalByCase(trx, sql<string>`(select plan_id from jobs where id = ${jobId})`)
  return kind === null ? null : { kind }
}

/**
 * The approval of the plan was for one request. Another one is judged like a plan without approval, and counts its
 * people once: the lost request already counts them today.
 */
async function refusalByPolicy(
  trx: Transaction<Tables>,
  { jobId, decision }: Act,
  seqs: readonly number[],
): Promise<Result> {
  if (decision === 'leave') return null
  await lockGuards(trx)
  const count = seqs.length
  const summary = {
    effects: [{ key: 'data', added: 0, removed: count }],
    dispositions: { change: count, unchanged: 0, blocked: 0 },
  }
  const account = await readAccountFacts(trx, 'sent_and_waiting')
  const facts = { ...account, erasedToday: account.erasedToday - (await countSent(trx, { jobId, seqs })) }
  return approvalReasons(summary, facts, await readPolicy(trx)).length === 0 ? null : { kind: 'needs_approval' }
}

interface Decided {
  readonly planId: string
  readonly erasureId: string | null
}

async function decideOpen(trx: Transaction<Tables>, input: Input, { planId, erasureId }: Decided): Promise<void> {
  const { jobId, seq, decision } = input
  if (decision === 'resend') await sendAgain(trx, input)
  else {
    await sql`update job_items set details = coalesce(details, '{}'::jsonb) || '{"decision":"left"}'::jsonb,
        dismissed_by = ${input.actor}
      where job_id = ${jobId} and seq = ${seq}`.execute(trx)
  }
  await closeErasure(trx, erasureId, input)
  const kept = await readPlanItems(trx, planId, [seq])
  await appendAudit(trx, [lineOf(kept(seq).item, input)], new Date(input.at))
}

async function sendAgain(trx: Transaction<Tables>, { jobId, seq }: Input): Promise<void> {
  await sql`update job_items set state = 'pending', outcome = null, cause = null, details = null, kore_response = null,
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
