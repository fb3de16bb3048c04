import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Tokens for scripts, by the SHA-256 of their secret. */
export const tokens: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table tokens (
      id text primary key,
      hash text not null unique,
      member_id text not null references members (id) on delete cascade,
      name text not null,
      permissions jsonb not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      last_used_at timestamptz,
      last_used_from text
    )`.execute(db)
    await sql`create index tokens_by_member on tokens (member_id, created_at)`.execute(db)
  },
}
