import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is wrong with the quotes of a row, so that it is found again when the row is checked again. */
export const quoteFaults: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_rows add column faults jsonb`.execute(db)
  },
}
