import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How often an item was in a call that Kore.ai refused as a whole: such a response may follow an effect. */
export const refusals: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items add column refusals int not null default 0`.execute(db)
  },
}
