import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The codes and the facts of the sentences about the directory and about the connection, beside the sentences. Null: the
 * sentence was stored before.
 */
export const directoryMessages: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table directory_state add column reason_message jsonb, add column groups_reason_message jsonb,
      add column roles_reason_message jsonb, add column bots_reason_message jsonb`.execute(db)
    await sql`alter table unreadable_records add column label_message jsonb, add column reason_message jsonb`.execute(
      db,
    )
    await sql`alter table kore_connection add column detail_message jsonb`.execute(db)
  },
}
