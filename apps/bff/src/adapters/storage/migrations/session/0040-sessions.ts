import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Members of Muster, their sessions and one-time links (hashes only), and the ledger of wrong guesses. */
export const sessions: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table members (
      id text primary key,
      email text not null,
      name text not null,
      role text not null check (role in ('owner', 'operator', 'viewer')),
      password_hash text,
      disabled_at timestamptz,
      created_at timestamptz not null
    )`.execute(db)
    await sql`create unique index members_by_email on members (lower(email))`.execute(db)
    await sql`create table sessions (
      id text primary key,
      member_id text not null references members (id) on delete cascade,
      created_at timestamptz not null,
      used_at timestamptz not null
    )`.execute(db)
    await sql`create index sessions_by_member on sessions (member_id, created_at)`.execute(db)
    await sql`create table sign_in_links (
      id text primary key,
      member_id text not null references members (id) on delete cascade,
      expires_at timestamptz not null
    )`.execute(db)
    await sql`create table sign_in_guesses (
      id text primary key,
      failures int not null,
      wait_until timestamptz not null
    )`.execute(db)
  },
}
