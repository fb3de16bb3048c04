import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How each member sees the table of users; null: as everyone else. */
export const usersTables: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members add column users_table jsonb`.execute(db)
  },
}
