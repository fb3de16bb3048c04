import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The limit of a member who was removed, with the jobs that they left. */
export const keptLimits: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table jobs add column kept_groups jsonb, add column kept_scope_since timestamptz`.execute(db)
  },
}
