import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Plans, frozen once ready, with their items; a job refers to the items by (plan_id, seq). */
export const plans: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table plans (
        id text primary key,
        title text not null,
        source jsonb not null,
        state text not null check (state in ('computing', 'ready', 'failed', 'applied')),
        problem text,
        progress int not null default 0,
        summary jsonb not null,
        hash text,
        job_id text unique,
        parent_job_id text,
        created_by text not null,
        created_by_id text not null,
        created_at timestamptz not null,
        directory_at timestamptz,
        attempt int not null default 0
      )`.execute(db)
    await sql`create index plans_computing on plans (id) where state = 'computing'`.execute(db)
    await sql`
      create table plan_items (
        plan_id text not null references plans (id) on delete cascade,
        seq int not null,
        subject text,
        user_id text,
        kind text not null,
        disposition text not null,
        causes text[] not null,
        effects text[] not null,
        search text not null,
        item jsonb not null,
        primary key (plan_id, seq)
      )`.execute(db)
    await sql`create unique index plan_items_by_subject on plan_items (plan_id, subject)`.execute(db)
    await sql`create index plan_items_by_disposition on plan_items (plan_id, disposition, seq)`.execute(db)
    await sql`
      create table plan_requests (
        member_id text not null,
        key text not null,
        digest text not null,
        plan_id text not null,
        job_id text not null,
        at timestamptz not null,
        primary key (member_id, key)
      )`.execute(db)
  },
}
