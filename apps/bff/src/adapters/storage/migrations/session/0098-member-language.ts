import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The language each member chose; null: the language of the browser. */
export const memberLanguage: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members add column language text`.execute(db)
  },
}
