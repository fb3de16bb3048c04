import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Other values that a workbook has for cells (hyperlinks, displayed numbers), for rows that are checked again. */
export const cellOffers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_rows add column offers jsonb`.execute(db)
  },
}
