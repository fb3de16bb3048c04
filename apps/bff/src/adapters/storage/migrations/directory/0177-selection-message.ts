import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The code and the facts of a selection's label, beside its English text. Null: the selection was frozen before. */
export const selectionMessage: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table selections add column sentence_message jsonb`.execute(db)
  },
}
