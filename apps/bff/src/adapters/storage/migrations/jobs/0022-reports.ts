import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What a report is worked with: which item a retry asks again, and whom a person left out. Failures nobody has seen to
 * have an index of their own, because every list of jobs counts them.
 */
export const reports: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table plan_items add column asks_again int`.execute(db)
    await sql`alter table job_items add column left_out_by text`.execute(db)
    await sql`update job_items set left_out_by = 'somebody' where about->>'decision' = 'left'`.execute(db)
    await sql`create index job_items_open on job_items (job_id)
      where outcome in ('failed', 'unknown') and retried_by is null and left_out_by is null`.execute(db)
  },
}
