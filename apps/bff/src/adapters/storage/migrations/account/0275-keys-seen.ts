import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The keys that Muster was started with, their age, and which of them content of the store needs. */
export const keysSeen: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table keys_seen (
      purpose text not null,
      key_id text not null,
      first_seen_at timestamptz not null,
      in_use boolean not null,
      resealed_at timestamptz,
      accepted_at timestamptz,
      primary key (purpose, key_id)
    )`.execute(db)
  },
}
