import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Browsers that signed a member in before, by the SHA-256 of their cookie. */
export const knownDevices: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table known_devices (
      id text not null,
      member_id text not null references members (id) on delete cascade,
      used_at timestamptz not null,
      primary key (id, member_id)
    )`.execute(db)
    await sql`create index known_devices_by_member on known_devices (member_id, used_at)`.execute(db)
  },
}
