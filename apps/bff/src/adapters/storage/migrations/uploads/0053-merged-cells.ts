import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Cells of a row that merged cells of the sheet cover: a later check of the row finds them again. */
export const mergedCells: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_rows add column merged jsonb`.execute(db)
  },
}
