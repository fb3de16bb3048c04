import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Entries with their origin, and with their personal fields beside the chain: the chain has a salted commitment for the
 * actor and one for the rest, so both can be erased and every hash still matches. Older entries have no commitments.
 */
export const auditCommitments: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table audit_entries add column token text, add column address text, add column session text,
      add column actor_salt text, add column actor_commitment text,
      add column subject_salt text, add column subject_commitment text`.execute(db)
    await sql`create or replace function audit_append(entries jsonb, at_text text) returns void language plpgsql as $$
      declare
        head audit_head;
        entry record;
        previous text;
      begin
        select * into strict head from audit_head where id = 1 for update;
        for entry in select * from jsonb_to_recordset(entries) as r(action text, actor text, token text, address text,
          session text, actor_salt text, actor_commitment text, subject_user_id text, subject_label text, sentence text,
          message text, subject_salt text, subject_commitment text, outcome text, job_id text)
        loop
          previous := head.hash;
          head.seq := head.seq + 1;
          head.hash := encode(sha256(convert_to(previous || chr(10) || '[2,' || concat_ws(',',
            head.seq, to_json(at_text), to_json(entry.action), coalesce(to_json(entry.outcome)::text, 'null'),
            coalesce(to_json(entry.job_id)::text, 'null'), to_json(entry.actor_commitment),
            to_json(entry.subject_commitment)) || ']', 'UTF8')), 'hex');
          insert into audit_entries (seq, at, action, actor, token, address, session, actor_salt, actor_commitment,
              subject_user_id, subject_label, sentence, message, subject_salt, subject_commitment, outcome, job_id,
              prev_hash, hash)
            values (head.seq, at_text::timestamptz, entry.action, entry.actor, entry.token, entry.address,
              entry.session, entry.actor_salt, entry.actor_commitment, entry.subject_user_id, entry.subject_label,
              entry.sentence, entry.message, entry.subject_salt, entry.subject_commitment, entry.outcome, entry.job_id,
              previous, head.hash);
        end loop;
        update audit_head set seq = head.seq, hash = head.hash where id = 1;
      end
    $$`.execute(db)
    await allowErasure(db)
  },
}

/** The one change that an entry allows: its personal fields and their salt become empty. */
async function allowErasure(db: Kysely<unknown>): Promise<void> {
  await sql`create or replace function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if (new.seq, new.at, new.action, new.outcome, new.job_id, new.actor_commitment, new.subject_commitment,
            new.prev_hash, new.hash) is not distinct from (old.seq, old.at, old.action, old.outcome, old.job_id,
            old.actor_commitment, old.subject_commitment, old.prev_hash, old.hash)
          and ((new.actor, new.token, new.address, new.session, new.actor_salt) is not distinct from
              (old.actor, old.token, old.address, old.session, old.actor_salt)
            or (new.actor = '' and num_nonnulls(new.token, new.address, new.session, new.actor_salt) = 0))
          and ((new.subject_user_id, new.subject_label, new.sentence, new.message, new.subject_salt) is not distinct from
              (old.subject_user_id, old.subject_label, old.sentence, old.message, old.subject_salt)
            or (new.sentence = ''
              and num_nonnulls(new.subject_user_id, new.subject_label, new.message, new.subject_salt) = 0))
        then
          return new;
        end if;
      end if;
      raise exception 'The audit is append-only: % is refused', tg_op;
    end
  $$`.execute(db)
  await sql`create function audit_erase_subjects(positions bigint[]) returns void language sql as $$
    update audit_entries set subject_user_id = null, subject_label = null, sentence = '', message = null,
      subject_salt = null where seq = any(positions)
  $$`.execute(db)
  await sql`create function audit_erase_actors(positions bigint[]) returns void language sql as $$
    update audit_entries set actor = '', token = null, address = null, session = null, actor_salt = null
      where seq = any(positions)
  $$`.execute(db)
}
