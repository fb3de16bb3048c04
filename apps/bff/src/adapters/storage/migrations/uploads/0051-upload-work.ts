import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Current work on an upload, which a restart resumes; its counts, stored instead of counted. */
export const uploadWork: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      alter table uploads
        add column wish jsonb not null default '{}',
        add column rechecking boolean not null default false,
        add column tally jsonb`.execute(db)
    await sql`alter table upload_rows add column resembles text`.execute(db)
    await sql`
      create index upload_rows_by_resemblance on upload_rows (upload_id, resembles) where resembles is not null`.execute(
      db,
    )
    await sql`create index uploads_by_age on uploads (created_at)`.execute(db)
  },
}
