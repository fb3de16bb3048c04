import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Renames columns and fields to the terms of the glossary. */
const renamed: readonly (readonly [table: string, from: string, to: string])[] = [
  ['directory_state', 'refreshed_at', 'synced_at'],
  ['unreadable_records', 'left_out', 'omitted'],
  ['uploads', 'understood', 'detected'],
  ['uploads', 'wish', 'read_options'],
  ['upload_rows', 'asks_again', 'retries_seq'],
  ['plan_items', 'asks_again', 'retries_seq'],
  ['jobs', 'dealt_with_at', 'resolved_at'],
  ['jobs', 'dealt_with_by', 'resolved_by'],
  ['jobs', 'dealt_with_note', 'resolved_note'],
  ['job_items', 'about', 'details'],
  ['job_items', 'left_out_by', 'dismissed_by'],
  ['job_items', 'reissued', 'resent'],
  ['job_items', 'settled_at', 'ended_at'],
]

export const fieldNames: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const [table, from, to] of renamed)
      await sql`alter table ${sql.table(table)} rename column ${sql.ref(from)} to ${sql.ref(to)}`.execute(db)
    await sql`update plan_items set item = replace(item::text, '"about": ', '"details": ')::jsonb`.execute(db)
    await sql`update uploads set columns = replace(columns::text, '"meaning": ', '"mapping": ')::jsonb`.execute(db)
    await sql`update upload_rows set issues = replace(issues::text, '"about": ', '"details": ')::jsonb`.execute(db)
  },
}
