import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Less to write for each of the four changes that an item of a job has: one without an outcome has no entry in the index
 * of outcomes, and new pages keep room for the next version of their items. A claimed item is written beside its earlier
 * version, without entries in any index. Rows and pages that exist stay as they are.
 */
export const itemVersions: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`drop index job_items_ended`.execute(db)
    await sql`create index job_items_ended on job_items (job_id, outcome, cause, seq) where outcome is not null`.execute(
      db,
    )
    await sql`alter table job_items set (fillfactor = 50)`.execute(db)
  },
}
