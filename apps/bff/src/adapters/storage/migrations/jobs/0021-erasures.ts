import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Erasure requests, and the people in each. */
export const erasures: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table erasures (
      id text primary key,
      request_id text,
      job_id text references jobs (id),
      state text not null,
      scope jsonb not null,
      scope_text text not null,
      requested_by text not null,
      requested_at timestamptz not null,
      last_checked_at timestamptz,
      next_check_at timestamptz,
      finished_at timestamptz,
      reason text,
      checks int not null default 0
    )`.execute(db)
    await sql`create index erasures_due on erasures (next_check_at) where next_check_at is not null`.execute(db)
    await sql`create table erasure_people (
      erasure_id text not null references erasures (id),
      n int not null,
      seq int,
      identifier jsonb not null,
      label text not null,
      user_id text,
      state text not null,
      kore_status text,
      primary key (erasure_id, n)
    )`.execute(db)
    await sql`create index erasure_people_label on erasure_people using gin (lower(label) gin_trgm_ops)`.execute(db)
  },
}
