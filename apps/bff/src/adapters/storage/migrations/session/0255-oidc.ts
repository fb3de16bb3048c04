import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Identities of members at an identity provider, attempts to sign in there, used logout tokens, and, on each session
 * that a provider opened, what it proved.
 */
export const oidc: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table member_identities (
      issuer text not null,
      subject text not null,
      member_id text not null references members (id) on delete cascade,
      bound_at timestamptz not null,
      primary key (issuer, subject),
      unique (member_id, issuer)
    )`.execute(db)
    await sql`create table oidc_attempts (
      id text primary key,
      state text not null,
      nonce text not null,
      verifier text not null,
      path text not null,
      session_id text,
      member_id text references members (id) on delete cascade,
      device_id text,
      created_at timestamptz not null
    )`.execute(db)
    await sql`create index oidc_attempts_by_time on oidc_attempts (created_at)`.execute(db)
    await sql`create table oidc_logout_tokens (
      id text primary key,
      expires_at timestamptz not null
    )`.execute(db)
    await sql`alter table sessions add column provider_issuer text, add column provider_sid text,
      add column provider_factors text`.execute(db)
  },
}
