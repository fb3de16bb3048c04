import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The outcome `skipped`: items that their plan blocked. Earlier versions recorded them as failed. */
export const skipped: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table jobs add column skipped int not null default 0`.execute(db)
    await sql`alter table jobs drop constraint jobs_check, drop constraint jobs_check1,
      add constraint jobs_outcomes_sum
        check (changed + unchanged + skipped + failed + not_attempted + unknown <= total),
      add constraint jobs_outcomes_count
        check (least(changed, unchanged, skipped, failed, not_attempted, unknown) >= 0)`.execute(db)
    await sql`update job_items i set outcome = 'skipped'
      from jobs j join plan_items p on p.plan_id = j.plan_id
      where i.job_id = j.id and i.seq = p.seq and i.outcome = 'failed' and p.disposition = 'blocked'`.execute(db)
    await sql`update jobs j set skipped = s.n, failed = j.failed - s.n
      from (select job_id, count(*)::int as n from job_items where outcome = 'skipped' group by job_id) s
      where s.job_id = j.id`.execute(db)
  },
}
