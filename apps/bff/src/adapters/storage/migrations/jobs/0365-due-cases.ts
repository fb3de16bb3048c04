import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When the audit recorded that the deadline of an erasure case is near. */
export const dueCases: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table erasure_cases add column due_noted_at timestamptz`.execute(db)
  },
}
