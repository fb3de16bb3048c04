import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Issues with the quotes of a row: a later check of the row finds them again. */
export const quoteFaults: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_rows add column faults jsonb`.execute(db)
  },
}
