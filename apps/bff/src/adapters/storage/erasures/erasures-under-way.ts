import { sql, type Transaction } from 'kysely'
import type { UnderWay } from '../../../engine/ports.ts'
import type { Tables } from '../database/tables.ts'

/** Locked while sending an erasure: two jobs must not request the same one at once. The number is arbitrary. */
const sendingErasures = 4_117_023

/**
 * An unfinished request of a wider or the same scope; a lost one counts until a member decided. Scopes: `has`, `requested`.
 */
const covers = sql<boolean>`(has->>'kind' = 'all_bots'
  or (has->>'kind' = 'bots' and requested->>'kind' = 'bots' and (has->'botIds') @> (requested->'botIds')))`

/** Waits for other jobs that send erasures, until the transaction ends. */
export async function lockErasures(trx: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sendingErasures})`.execute(trx)
}

/**
 * Pending erasures of a job whose users are already being erased in that scope: by an unfinished request, or by another
 * job's call that is on its way. Kore.ai reads an identifier without its kind. Exempt: erasures that a member sends again.
 */
export async function erasuresUnderWay(
  trx: Transaction<Tables>,
  { jobId, seqs }: { jobId: string; seqs: readonly number[] | null },
): Promise<readonly UnderWay[]> {
  const { rows } = await sql<UnderWay>`
    with pending_items as materialized (
      select i.seq, i.erases->>'userId' as user_id, i.erases->>'channelId' as channel,
        lower(i.erases->>'value') as value, i.erases->'scope' as requested
      from job_items i
      where i.job_id = ${jobId} and i.kind = 'erase' and i.state in ('pending', 'intended') and not i.resent
        and (${seqs === null} or i.seq = any(${seqs === null ? [] : [...seqs]}::int[]))
    ), matching as (
      select a.seq, a.requested, e.scope as has, e.id as "erasureId", e.job_id as "jobId"
      from pending_items a join erasure_people q on q.state = 'waiting' and lower(q.identifier->>'value') = a.value
        and q.identifier->>'channelId' is not distinct from a.channel
      join erasures e on e.id = q.erasure_id
      where e.finished_at is null and (e.state <> 'needs_decision' or e.request_id is null)
      union all
      select a.seq, a.requested, e.scope, e.id, e.job_id
      from pending_items a join erasure_people q on q.state = 'waiting' and q.user_id = a.user_id
      join erasures e on e.id = q.erasure_id
      where e.finished_at is null and (e.state <> 'needs_decision' or e.request_id is null)
      union all
      select a.seq, a.requested, i.erases->'scope', null, i.job_id
      from job_items i join pending_items a on i.erases->>'userId' = a.user_id or (lower(i.erases->>'value') = a.value
        and i.erases->>'channelId' is not distinct from a.channel)
      where i.kind = 'erase' and i.state in ('intended', 'in_doubt') and i.job_id <> ${jobId}
    )
    select distinct on (seq) seq, "erasureId", "jobId" from matching where ${covers}
    order by seq, "erasureId" nulls last`.execute(trx)
  return rows
}

/** Items that ended at apply because their erasure was under way. */
export async function endedUnderWay(
  trx: Transaction<Tables>,
  { jobId, seqs }: { jobId: string; seqs: readonly number[] },
): Promise<readonly UnderWay[]> {
  const { rows } = await sql<UnderWay>`
    select seq, erasure_id as "erasureId", null as "jobId" from job_items
    where job_id = ${jobId} and seq = any(${[...seqs]}::int[]) and cause = 'erasure_under_way'`.execute(trx)
  return rows
}

/** At apply: ends them before the job begins, in the transaction that creates it. */
export async function endUnderWay(trx: Transaction<Tables>, jobId: string, at: Date): Promise<void> {
  const ended = await erasuresUnderWay(trx, { jobId, seqs: null })
  if (ended.length === 0) return
  await sql`update job_items i set state = 'settled', outcome = 'unchanged', cause = 'erasure_under_way',
      erasure_id = r.erasure_id, ended_at = ${at}
    from jsonb_to_recordset(${JSON.stringify(ended.map(({ seq, erasureId }) => ({ seq, erasure_id: erasureId })))}::jsonb)
      as r(seq int, erasure_id text)
    where i.job_id = ${jobId} and i.seq = r.seq`.execute(trx)
  await sql`update jobs set unchanged = unchanged + ${ended.length} where id = ${jobId}`.execute(trx)
}
