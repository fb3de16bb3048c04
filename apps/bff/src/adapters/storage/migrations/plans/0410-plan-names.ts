import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The name that a member gives a plan. */
export const planNames: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table plans add column name text`.execute(db)
  },
}
