import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why a job waits and until when, for the screens. */
export const jobWaits: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table jobs add column waits_for text, add column waits_until timestamptz`.execute(db)
  },
}
