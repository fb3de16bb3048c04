import { type RawBuilder, sql } from 'kysely'
import type { Storage } from '../storage.ts'

const now = sql`clock_timestamp()`
const nowMs = sql`(extract(epoch from clock_timestamp()) * 1000)::double precision`

/** What an earlier process held, by lease or by claim. */
const holds: readonly RawBuilder<unknown>[] = [
  sql`update jobs set lease_until = null, waits_until = least(waits_until, ${now}) where finished_at is null`,
  sql`update outbound_cursors set holder = null, held_until = null where holder is not null`,
  sql`update mails set taken_until = null where taken_until is not null`,
]

/** Waits, each at most as long as when it began. Where its beginning lies in the future, it begins now. */
const waits: readonly RawBuilder<unknown>[] = [
  sql`update job_items set due_at = null where to_verify`,
  sql`update job_guards g set start_at = g.start_at - (j.created_at - ${now})
    from jobs j where j.id = g.job_id and j.finished_at is null and g.start_at > ${now} and j.created_at > ${now}`,
  // After the start times, which it dates. A job that a script abandoned waits for its age.
  sql`update jobs set created_at = ${now} where finished_at is null and created_at > ${now}`,
  // The longest interval of the checks.
  sql`update erasures set next_check_at = least(next_check_at, ${now} + interval '5 minutes')
    where next_check_at > ${now}`,
  sql`update notice_deliveries set next_at = ${now}
    where next_at > ${now} and (attempts = 0 or failed_at > ${now})`,
  sql`update sign_in_guesses set wait_until = least(wait_until, ${now} + interval '15 minutes')
    where wait_until > ${now}`,
  sql`update kore_calls set at = ${nowMs} where at > ${nowMs}`,
  sql`update kore_budget set blocked_until = least(blocked_until, ${nowMs} + 3600000),
    learned_at = least(learned_at, ${nowMs})`,
  sql`update kore_batches set refused_at = ${now} where refused_at > ${now}`,
]

/** Times of readings: a later reading must not count as older, and the next sync must not wait for them. */
const readings: readonly RawBuilder<unknown>[] = [
  // By the index of the list sorted by sync.
  sql`update users set read_at = ${now} where coalesce(read_at, to_timestamp(0)) > ${now}`,
  sql`update users set changed_at = ${now} where changed_at > ${now}`,
  sql`update gone_users set gone_at = ${now} where gone_at > ${now}`,
  sql`update directory_state set synced_at = least(synced_at, ${now}), started_at = least(started_at, ${now})
    where synced_at > ${now} or started_at > ${now}`,
]

/**
 * At a start on the embedded store, which only one process may hold: releases everything an earlier process left. Its
 * downtime and clock changes are unknown, so every doubt waits the whole quiesce from now, and nothing waits for a time
 * of a clock that was set back.
 */
export async function takeOverEmbedded({ db, kind }: Pick<Storage, 'db' | 'kind'>, quiesceMs: number): Promise<void> {
  if (kind !== 'pglite') return
  const doubts = sql`update job_items i set state = 'in_doubt', claimed_epoch = null,
      due_at = ${now} + ${quiesceMs}::float8 * interval '1 millisecond'
    from jobs j where j.id = i.job_id and j.finished_at is null and i.state in ('intended', 'in_doubt')`
  await db.transaction().execute(async (trx) => {
    for (const statement of [...holds, doubts, ...waits, ...readings]) await statement.execute(trx)
  })
}
