import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Authenticator apps (keys sealed, with the last used step) and recovery codes, by their SHA-256. A used sign-in link
 * stays with the browser that used it.
 */
export const factors: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members add column totp_key text, add column totp_since timestamptz,
      add column totp_step bigint`.execute(db)
    await sql`alter table sign_in_links add column device_id text`.execute(db)
    await sql`create table recovery_codes (
      member_id text not null references members (id) on delete cascade,
      hash text not null,
      primary key (member_id, hash)
    )`.execute(db)
  },
}
