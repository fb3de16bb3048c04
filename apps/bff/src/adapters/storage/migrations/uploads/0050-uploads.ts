import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Uploaded files with their bytes, their checked rows, and earlier column mappings. */
export const uploads: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table uploads (
        id text primary key,
        file_name text not null,
        bytes bigint not null,
        state text not null check (state in ('reading', 'checking', 'checked', 'refused', 'planned')),
        problem text,
        progress jsonb not null,
        understood jsonb not null,
        columns jsonb not null,
        plan_id text,
        created_by text not null,
        created_by_id text not null,
        created_at timestamptz not null,
        attempt int not null default 0
      )`.execute(db)
    await sql`create index uploads_unfinished on uploads (id) where state in ('reading', 'checking')`.execute(db)
    await sql`
      create table upload_chunks (
        upload_id text not null,
        seq int not null,
        bytes bytea not null,
        primary key (upload_id, seq)
      )`.execute(db)
    await sql`
      create table upload_rows (
        upload_id text not null references uploads (id) on delete cascade,
        row int not null,
        cells jsonb not null,
        edited int[] not null,
        hidden boolean not null,
        formulas int[] not null,
        errors int[] not null,
        excluded boolean not null default false,
        duplicate_of int,
        done boolean not null,
        level text,
        subject text,
        identifier jsonb,
        change jsonb,
        issues jsonb not null,
        issue_keys text[] not null,
        primary key (upload_id, row)
      )`.execute(db)
    await sql`create index upload_rows_by_subject on upload_rows (upload_id, subject) where subject is not null`.execute(
      db,
    )
    await sql`create index upload_rows_with_issues on upload_rows (upload_id, row) where issue_keys <> '{}'`.execute(db)
    await sql`
      create table upload_shapes (
        member_id text not null,
        shape text not null,
        columns jsonb not null,
        primary key (member_id, shape)
      )`.execute(db)
  },
}
