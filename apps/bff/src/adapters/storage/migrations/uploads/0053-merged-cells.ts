import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Cells of a row that merged cells of the sheet cover, so that they are found again when rows are checked again. */
export const mergedCells: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_rows add column merged jsonb`.execute(db)
  },
}
