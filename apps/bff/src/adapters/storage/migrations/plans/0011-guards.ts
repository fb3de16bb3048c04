import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** State of the guards: the stop switch, destructive sends, and the confirmations of each job. */
export const guards: Migration = {
  up: async (db: Kysely<unknown>) => {
    // The row is also the lock for destructive calls of all jobs.
    await sql`create table guard_state (
      one boolean primary key default true check (one),
      stopped_at timestamptz,
      stopped_by text,
      stop_reason text
    )`.execute(db)
    await sql`insert into guard_state default values`.execute(db)
    await sql`create table job_guards (
      job_id text primary key,
      start_at timestamptz,
      share_confirmed boolean not null
    )`.execute(db)
    await sql`create table destructive_sends (
      job_id text not null,
      seq int not null,
      kind text not null,
      user_id text,
      at timestamptz not null,
      primary key (job_id, seq)
    )`.execute(db)
    await sql`create index destructive_sends_by_time on destructive_sends (at)`.execute(db)
    await sql`create table admin_losses (
      user_id text not null,
      role_id text not null,
      job_id text not null,
      seq int not null,
      at timestamptz not null,
      primary key (user_id, role_id, job_id, seq)
    )`.execute(db)
  },
}
