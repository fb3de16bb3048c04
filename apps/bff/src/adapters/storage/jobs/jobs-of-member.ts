import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Permission } from '@muster/core/permission'
import type { PlanSummary } from '@muster/core/plan/plan'
import { permissionsNeeded, planPermissions } from '@muster/core/policy/plan-needs'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { reasonColumns, sentenceOf } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

interface Paused {
  readonly id: string
  readonly title: string
  readonly title_message: Message | null
}

/** Jobs that still send for a member, or resume by themselves. Scripts not: their one call has left or leaves at once. */
const sendsFor = (memberId: string) => sql<boolean>`jobs.created_by_id = ${memberId} and jobs.source <> 'script'
  and (jobs.state in ('queued', 'running', 'waiting') or (jobs.state in ('pausing', 'paused') and jobs.paused_for is not null))`

/** Another member reviews and resumes them. Paused jobs no longer resume by themselves. Returns the lines for the audit. */
async function pause(
  trx: Transaction<Tables>,
  which: RawBuilder<boolean>,
  why: Message,
): Promise<readonly AuditLine[]> {
  const { reason, reason_message } = reasonColumns(why)
  const { rows } = await sql<Paused>`update jobs set reason = ${reason}, reason_message = ${reason_message}::jsonb,
      state = case when state in ('pausing', 'paused') then state else 'pausing' end,
      paused_for = null, waits_for = null, waits_until = null
    where ${which}
    returning id, title, title_message`.execute(trx)
  return rows.map(({ id, title, title_message }) => {
    const sentence = message('audit.job_paused_itself', { title: sentenceOf(title, title_message), reason: why })
    return { action: 'job.paused' as const, actor: 'Muster', subject: null, sentence, outcome: null, jobId: id }
  })
}

interface Applier {
  readonly id: string
  readonly email: string
}

/** Pauses the unfinished jobs of a member who is being disabled or removed. */
export const pauseJobsOf = (trx: Transaction<Tables>, { id, email }: Applier): Promise<readonly AuditLine[]> =>
  pause(trx, sendsFor(id), message('job.paused_without_member', { member: email }))

/**
 * Pauses the unfinished jobs that need a permission which their member is losing. The author of an approved plan may never
 * have had it, and loses nothing.
 */
export async function pauseJobsBeyond(
  trx: Transaction<Tables>,
  { id, email }: Applier,
  { before, after }: { readonly before: readonly Permission[]; readonly after: readonly Permission[] },
): Promise<readonly AuditLine[]> {
  const lost = before.filter((permission) => !after.includes(permission))
  if (lost.length === 0) return []
  const { rows } = await sql<{ id: string; summary: PlanSummary | null }>`
    select jobs.id, plans.summary from jobs left join plans on plans.id = jobs.plan_id
    where ${sendsFor(id)}`.execute(trx)
  const needs = ({ summary }: { summary: PlanSummary | null }): readonly Permission[] => [
    'plans:apply',
    ...(summary === null ? planPermissions : permissionsNeeded(summary)),
  ]
  const beyond = rows.filter((job) => needs(job).some((permission) => lost.includes(permission)))
  if (beyond.length === 0) return []
  const which = sql<boolean>`${sendsFor(id)} and jobs.id = any(${beyond.map((job) => job.id)}::text[])`
  return pause(trx, which, message('job.paused_without_permission', { member: email }))
}

/** Keeps the limit of a member who is being removed with their unfinished jobs. */
export async function keepLimitOf(trx: Transaction<Tables>, memberId: string): Promise<void> {
  await sql`update jobs set kept_groups = nullif(members.scope -> 'groups', 'null'::jsonb),
      kept_scope_since = members.scope_since
    from members where members.id = ${memberId} and jobs.created_by_id = members.id and jobs.finished_at is null`.execute(
    trx,
  )
}
