import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who created each bot, as Kore.ai lists it. Null until the next sync. */
export const botOwners: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table access_bots add column created_by text`.execute(db)
  },
}
