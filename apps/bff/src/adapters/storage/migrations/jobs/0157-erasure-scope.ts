import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The code and the facts of the scope of an erasure, beside its sentence. */
export const erasureScope: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table erasures add column scope_message jsonb`.execute(db)
  },
}
