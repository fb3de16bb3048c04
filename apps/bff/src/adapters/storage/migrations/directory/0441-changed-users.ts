import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a change was last sent without a read of its effect: an earlier reading does not show it. */
export const changedUsers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table users add column changed_at timestamptz`.execute(db)
  },
}
