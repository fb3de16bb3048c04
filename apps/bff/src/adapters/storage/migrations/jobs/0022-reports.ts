import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Columns for reports: which item a retry retries, and which failures a user dismissed. Open failures have an index of
 * their own, because every list of jobs counts them.
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
