import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Jobs and their items. Counters of a job change in the transaction of the items they count. */
export const jobs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table jobs (
      id text primary key,
      plan_id text not null unique,
      title text not null,
      source text not null,
      state text not null,
      reason text,
      total int not null,
      kinds jsonb not null,
      changed int not null default 0,
      unchanged int not null default 0,
      failed int not null default 0,
      not_attempted int not null default 0,
      unknown int not null default 0,
      tried int not null default 0,
      tried_failed int not null default 0,
      created_by text not null,
      created_by_id text not null,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      parent_job_id text references jobs (id),
      dealt_with_at timestamptz,
      dealt_with_by text,
      dealt_with_note text,
      epoch int not null default 0,
      lease_until timestamptz,
      check (changed + unchanged + failed + not_attempted + unknown <= total),
      check (least(changed, unchanged, failed, not_attempted, unknown) >= 0)
    )`.execute(db)
    await sql`create index jobs_by_parent on jobs (parent_job_id) where parent_job_id is not null`.execute(db)
    await sql`create index jobs_unfinished on jobs (id) where finished_at is null`.execute(db)
    await sql`create index jobs_unresolved on jobs (id)
      where dealt_with_at is null and finished_at is not null and failed + unknown > 0`.execute(db)
    await items(db)
  },
}

async function items(db: Kysely<unknown>): Promise<void> {
  await sql`create table job_items (
    job_id text not null references jobs (id),
    seq int not null,
    kind text not null,
    batch_key text not null,
    state text not null,
    outcome text,
    cause text,
    about jsonb,
    kore_answer text,
    claimed_epoch int,
    sent_epoch int,
    call_id text,
    attempts int not null default 0,
    sent_at timestamptz,
    due_at timestamptz,
    reads int not null default 0,
    to_verify boolean not null default false,
    settled_at timestamptz,
    erasure_id text,
    retried_by text references jobs (id),
    reissued boolean not null default false,
    primary key (job_id, seq),
    check ((state = 'settled') = (outcome is not null))
  )`.execute(db)
  await sql`create index job_items_pending on job_items (job_id, batch_key, seq) where state = 'pending'`.execute(db)
  await sql`create index job_items_doubtful on job_items (job_id, seq) where state in ('intended', 'in_doubt')`.execute(
    db,
  )
  await sql`create index job_items_unverified on job_items (job_id, seq) where to_verify`.execute(db)
  await sql`create index job_items_ended on job_items (job_id, outcome, cause, seq)`.execute(db)
  await sql`create index job_items_settled on job_items (job_id, settled_at) where settled_at is not null`.execute(db)
  await sql`create index job_items_retried on job_items (retried_by) where retried_by is not null`.execute(db)
}
