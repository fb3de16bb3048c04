import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The approval policy, and the requests for approval of plans. */
export const approvals: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table approval_policy (
      one boolean primary key default true check (one),
      policy jsonb not null
    )`.execute(db)
    await sql`create table approvals (
      plan_id text primary key references plans (id) on delete cascade,
      hash text not null,
      state text not null,
      requested_by text not null,
      requested_by_id text not null,
      requested_at timestamptz not null,
      decided_by text,
      decided_by_id text,
      decided_at timestamptz
    )`.execute(db)
    await sql`create index approvals_waiting on approvals (plan_id) where state = 'waiting'`.execute(db)
    await sql`create table approval_events (
      plan_id text not null references approvals (plan_id) on delete cascade,
      seq int not null,
      at timestamptz not null,
      actor text not null,
      kind text not null,
      comment text not null,
      primary key (plan_id, seq)
    )`.execute(db)
  },
}
