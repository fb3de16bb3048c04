import { type RawBuilder, sql, type Transaction } from 'kysely'
import { FlagsChangedError, type SentFlags } from '../../../../engine/guard-ports.ts'
import type { JobRunStore, Lease } from '../../../../engine/ports.ts'
import { storableJson } from '../../database/storable-json.ts'
import type { Tables } from '../../database/tables.ts'
import { inMs } from './jobs-lease.ts'

type Call = Parameters<JobRunStore['intend']>[1]

function flagRows(items: readonly SentFlags[]): RawBuilder<unknown> {
  const rows = items.map(({ seq, userId, canCreateBot, isDeveloper, planned, readMs }) => ({
    seq,
    user_id: userId,
    bot: canCreateBot,
    dev: isDeveloper,
    plans_bot: planned.includes('canCreateBot'),
    plans_dev: planned.includes('isDeveloper'),
    read_ms: readMs,
  }))
  return sql`jsonb_to_recordset(${storableJson(rows)}::jsonb) as f(
    seq int, user_id text, bot boolean, dev boolean, plans_bot boolean, plans_dev boolean, read_ms float8)`
}

/** Marks items as sent. Updates keep their user and the flags of their plan. */
export function markSent(lease: Lease, { id, seqs, flags }: Call): RawBuilder<unknown> {
  const items = flags?.items ?? []
  const isUpdate = items.length > 0
  return sql`update job_items i set state = 'intended', sent_at = clock_timestamp(), due_at = null, sent_epoch = ${lease.epoch},
      effect_known_at = null,
      attempts = attempts + (state = 'pending' or call_id is distinct from ${id})::int, call_id = ${id}
      ${isUpdate ? updated : sql``}
    ${isUpdate ? sql`from ${flagRows(items)}` : sql``}
    where i.job_id = ${lease.jobId} and i.seq = any(${[...seqs]}::int[]) and i.state in ('pending', 'intended')
      ${isUpdate ? sql`and f.seq = i.seq` : sql``}`
}

const updated = sql`, user_id = f.user_id, can_create_bot = case when f.plans_bot then f.bot end,
  is_developer = case when f.plans_dev then f.dev end`

/**
 * Items of a call whose flags another job changed since they were read, or whose planned flags a call under way of
 * another job may revert. A read that began before the effect of the other call was final may lack it, at most until
 * the quiesce of that call is over. A later read shows what counts, also what was changed outside of Muster since.
 */
export function revertingItems({ jobId }: Lease, { flags }: Call): RawBuilder<unknown> {
  if (flags === undefined || flags.items.length === 0) return sql`select null::int as seq where false`
  const { items, quiesceMs } = flags
  return sql`select f.seq from ${flagRows(items)} where exists (
      select from job_items o where o.user_id = f.user_id and o.job_id <> ${jobId}
        and (o.can_create_bot is not null or o.is_developer is not null)
        and o.sent_at > ${inMs(-quiesceMs)} - f.read_ms * interval '1 millisecond'
        and coalesce(o.effect_known_at > clock_timestamp() - f.read_ms * interval '1 millisecond', true)
        and ((not f.plans_bot and o.can_create_bot <> f.bot) or (not f.plans_dev and o.is_developer <> f.dev)))
    or ((f.plans_bot or f.plans_dev) and exists (
      select from job_items o where o.user_id = f.user_id and o.state in ('intended', 'in_doubt')
        and o.job_id <> ${jobId} and o.sent_at > ${inMs(-quiesceMs)}))`
}

/** Once this transaction holds the row of the mark: it sees every intent that was committed before. */
export async function checkFlags(trx: Transaction<Tables>, lease: Lease, call: Call): Promise<void> {
  if (call.flags === undefined || call.flags.items.length === 0) return
  const { rows } = await sql`${revertingItems(lease, call)} limit 1`.execute(trx)
  if (rows.length > 0) throw new FlagsChangedError()
}
