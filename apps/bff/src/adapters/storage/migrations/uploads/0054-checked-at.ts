import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When the rows of an upload were last compared with the directory. */
export const checkedAt: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table uploads add column checked_at timestamptz`.execute(db)
  },
}
