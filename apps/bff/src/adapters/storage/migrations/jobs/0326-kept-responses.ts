import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Finds the responses that are kept, without reading all items. */
export const keptResponses: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create index job_items_answered on job_items (job_id, seq) where kore_answer is not null`.execute(db)
  },
}
