import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The directory. `search` is the normalized text of everything searchable and `tags` every filterable fact as a number
 * of the dictionary `user_tags`; one index serves text and filters together. `intarray` must not be installed: its `@>`
 * replaces the built-in one and the index is silently not used.
 */
export const users: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create extension if not exists pg_trgm`.execute(db)
    await sql`
      create table users (
        id text primary key,
        email text not null,
        email_key text collate "C" not null,
        first_name text not null,
        last_name text not null,
        org_user_id text,
        status text not null,
        groups text[] not null,
        roles jsonb not null,
        can_create_bot boolean not null,
        is_developer boolean not null,
        is_admin boolean not null,
        search text not null,
        tags int[] not null,
        generation bigint not null,
        read_at timestamptz
      )`.execute(db)
    await sql`create index users_by_email on users (email_key, id)`.execute(db)
    await sql`create index users_by_org_user_id on users (org_user_id) where org_user_id is not null`.execute(db)
    await sql`create index users_by_generation on users (generation)`.execute(db)
    await sql`create index admins on users (id) where is_admin`.execute(db)
    await sql`create index users_by_search on users using gin (search gin_trgm_ops, tags) with (fastupdate = off)`.execute(
      db,
    )
    await sql`
      create table user_tags (
        id int generated always as identity primary key,
        key text not null unique
      )`.execute(db)
    await sql`create table gone_users (id text primary key, gone_at timestamptz not null)`.execute(db)
    await accessTables(db)
    await selectionTables(db)
  },
}

async function accessTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table access_groups (id text primary key, name text not null, generation bigint not null)`.execute(
    db,
  )
  await sql`
    create table access_roles (
      id text primary key, name text not null, kind text not null, generation bigint not null
    )`.execute(db)
  await sql`create table access_bots (id text primary key, name text not null, generation bigint not null)`.execute(db)
  await sql`
    create table directory_state (
      one boolean primary key default true check (one),
      state text not null default 'empty',
      generation bigint not null default 0,
      step text,
      cursor text,
      done int not null default 0,
      started_at timestamptz,
      total int,
      source text,
      refreshed_at timestamptz,
      reason text,
      groups_known boolean not null default false,
      groups_reason text,
      roles_known boolean not null default false,
      roles_reason text,
      bots_known boolean not null default false,
      bots_reason text
    )`.execute(db)
  await sql`insert into directory_state default values`.execute(db)
}

async function selectionTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table selections (
      id text primary key,
      count int not null,
      sentence text not null,
      frozen_at timestamptz not null
    )`.execute(db)
  await sql`
    create table selection_users (
      selection_id text not null references selections (id) on delete cascade,
      seq int not null,
      user_id text not null,
      primary key (selection_id, seq)
    )`.execute(db)
}
