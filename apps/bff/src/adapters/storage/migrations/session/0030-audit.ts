import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The audit: append-only by trigger on both stores, chained by hash, with its end stored separately. */
export const audit: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table audit_entries (
      seq bigint primary key,
      at timestamptz not null,
      action text not null,
      actor text not null,
      subject_user_id text,
      subject_label text,
      sentence text not null,
      outcome text,
      job_id text,
      prev_hash text not null,
      hash text not null
    )`.execute(db)
    await sql`create index audit_entries_subject on audit_entries (subject_user_id, seq) where subject_user_id is not null`.execute(
      db,
    )
    await sql`create index audit_entries_job on audit_entries (job_id, seq) where job_id is not null`.execute(db)
    await sql`create index audit_entries_action on audit_entries (action, seq)`.execute(db)
    await sql`create index audit_entries_actor on audit_entries (actor, seq)`.execute(db)
    await sql`create index audit_entries_at on audit_entries (at)`.execute(db)
    await sql`create table audit_head (
      id int primary key check (id = 1),
      seq bigint not null,
      hash text not null
    )`.execute(db)
    await sql`insert into audit_head (id, seq, hash) values (1, 0, '')`.execute(db)
    await sql`create function audit_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'The audit is append-only: % is refused', tg_op;
      end
    $$`.execute(db)
    await sql`create trigger audit_entries_append_only before update or delete on audit_entries
      for each row execute function audit_is_append_only()`.execute(db)
    await sql`create trigger audit_entries_no_truncate before truncate on audit_entries
      for each statement execute function audit_is_append_only()`.execute(db)
  },
}
