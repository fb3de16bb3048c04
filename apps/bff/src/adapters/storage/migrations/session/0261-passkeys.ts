import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Passkeys (their public keys), and the challenges that wait for one, by their SHA-256. */
export const passkeys: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table passkeys (
      id text primary key,
      member_id text not null references members (id) on delete cascade,
      credential_id text not null unique,
      name text not null,
      public_key text not null,
      counter bigint not null,
      transports jsonb not null,
      synced boolean not null,
      added_at timestamptz not null,
      last_used_at timestamptz
    )`.execute(db)
    await sql`create index passkeys_member on passkeys (member_id)`.execute(db)
    await sql`create table passkey_challenges (
      id text primary key,
      purpose text not null check (purpose in ('use', 'add')),
      holder text not null,
      expires_at timestamptz not null
    )`.execute(db)
    await sql`create index passkey_challenges_expiry on passkey_challenges (expires_at)`.execute(db)
  },
}
