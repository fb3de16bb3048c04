import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Items whose user was erased from Muster. */
export const erasedItems: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items add column erased boolean not null default false`.execute(db)
  },
}
