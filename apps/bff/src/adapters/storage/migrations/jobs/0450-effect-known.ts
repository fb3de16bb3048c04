import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** From when on a read shows what an update did, for other jobs that send flags of the same user. */
export const effectKnown: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items add column effect_known_at timestamptz`.execute(db)
  },
}
