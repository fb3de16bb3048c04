import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Records of Kore.ai that a pass could not read. `generation` is the pass; its sweep removes older ones. */
export const unreadableRecords: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table unreadable_records (
        generation bigint not null,
        list text not null,
        label text not null,
        reason text not null,
        excerpt text,
        left_out boolean not null
      )`.execute(db)
    // A page that is read again after a restart reports the same records again.
    await sql`
      create unique index unreadable_records_once on unreadable_records
        (generation, list, md5(label || ' ' || reason || ' ' || coalesce(excerpt, '')))`.execute(db)
  },
}
