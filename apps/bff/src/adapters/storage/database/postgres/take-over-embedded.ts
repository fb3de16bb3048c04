import { sql } from 'kysely'
import type { Storage } from '../storage.ts'

/**
 * At a start on the embedded store, which only one process may hold: releases everything an earlier process left. Its
 * downtime and clock changes are unknown, so every doubt waits the whole quiesce from now, and no time in the store
 * lies in the future.
 */
export async function takeOverEmbedded({ db, kind }: Pick<Storage, 'db' | 'kind'>, quiesceMs: number): Promise<void> {
  if (kind !== 'pglite') return
  const now = sql`clock_timestamp()`
  const nowMs = sql`(extract(epoch from clock_timestamp()) * 1000)::double precision`
  await db.transaction().execute(async (trx) => {
    await sql`update jobs set lease_until = null, waits_until = least(waits_until, ${now})
      where finished_at is null`.execute(trx)
    await sql`update job_items i set state = 'in_doubt', claimed_epoch = null,
        due_at = ${now} + ${quiesceMs}::float8 * interval '1 millisecond'
      from jobs j where j.id = i.job_id and j.finished_at is null and i.state in ('intended', 'in_doubt')`.execute(trx)
    await sql`update job_items set due_at = null where to_verify`.execute(trx)
    await sql`update kore_calls set at = ${nowMs} where at > ${nowMs}`.execute(trx)
    await sql`update kore_budget set blocked_until = least(blocked_until, ${nowMs} + 3600000),
      learned_at = least(learned_at, ${nowMs})`.execute(trx)
  })
}
