import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Rows of a report opened for correction: the job and cause they failed with, and the item that each retries. */
export const corrections: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table uploads add column corrects_job_id text, add column corrects_cause text`.execute(db)
    await sql`alter table upload_rows add column asks_again int`.execute(db)
    await sql`
      create index uploads_by_corrected_job on uploads (corrects_job_id) where corrects_job_id is not null`.execute(db)
  },
}
