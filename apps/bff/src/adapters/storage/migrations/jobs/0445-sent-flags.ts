import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What each update sent, for another job that is about to send flags of the same user. */
export const sentFlags: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items add column user_id text, add column can_create_bot boolean,
      add column is_developer boolean`.execute(db)
    await sql`create index job_items_flags on job_items (user_id)
      where can_create_bot is not null or is_developer is not null`.execute(db)
  },
}
