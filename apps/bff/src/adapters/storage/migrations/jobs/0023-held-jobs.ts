import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Marks jobs that paused over the credential: when it works again, they resume and no other paused job does. */
export const heldJobs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table jobs add column held_for text`.execute(db)
  },
}
