import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the guards remember: the stop switch, what was sent, and what each job was confirmed for. */
export const guards: Migration = {
  up: async (db: Kysely<unknown>) => {
    // The row is also the lock under which destructive calls of all jobs are judged.
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
