import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Jobs that paused over the credential, so that they go on when it is mended and no other paused job does. */
export const heldJobs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table jobs add column held_for text`.execute(db)
  },
}
