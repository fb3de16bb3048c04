import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The code and the facts of each stored sentence, beside the sentence. Null: the sentence was stored before. The audit
 * keeps the exact text, because its hash covers it.
 */
export const messages: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table plans add column title_message jsonb, add column problem_message jsonb`.execute(db)
    await sql`alter table jobs add column title_message jsonb, add column reason_message jsonb`.execute(db)
    await sql`alter table erasures add column reason_message jsonb`.execute(db)
    await sql`alter table uploads add column problem_message jsonb`.execute(db)
    await sql`alter table audit_entries add column message text`.execute(db)
  },
}
