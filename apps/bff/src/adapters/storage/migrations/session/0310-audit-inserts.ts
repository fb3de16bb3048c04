import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Appends entries of the audit in one insert: one each took the embedded store nearly twice as long. The chain is as
 * before. A function that Muster's role does not own stays: replacing it would take its owner's rights from it.
 */
export const auditInserts: Migration = {
  up: async (db: Kysely<unknown>) => {
    const { rows } = await sql<{ isOwn: boolean }>`
      select pg_get_userbyid(proowner) = current_user as "isOwn" from pg_proc
      where oid = 'audit_append(jsonb, text)'::regprocedure`.execute(db)
    if (rows[0]?.isOwn !== true) return
    await sql`create or replace function audit_append(entries jsonb, at_text text) returns void language plpgsql as $$
      declare
        head audit_head;
        before bigint;
        entry record;
        hashes text[];
      begin
        select * into strict head from audit_head where id = 1 for update;
        before := head.seq;
        hashes := array[head.hash];
        for entry in select * from jsonb_to_recordset(entries) as r(action text, outcome text, job_id text,
          actor_commitment text, subject_commitment text)
        loop
          head.seq := head.seq + 1;
          head.hash := encode(sha256(convert_to(head.hash || chr(10) || '[2,' || concat_ws(',',
            head.seq, to_json(at_text), to_json(entry.action), coalesce(to_json(entry.outcome)::text, 'null'),
            coalesce(to_json(entry.job_id)::text, 'null'), to_json(entry.actor_commitment),
            to_json(entry.subject_commitment)) || ']', 'UTF8')), 'hex');
          hashes := hashes || head.hash;
        end loop;
        insert into audit_entries (seq, at, action, actor, token, address, session, actor_salt, actor_commitment,
            subject_user_id, subject_label, sentence, message, subject_salt, subject_commitment, outcome, job_id,
            prev_hash, hash)
          select before + r.n, at_text::timestamptz, r.action, r.actor, r.token, r.address, r.session, r.actor_salt,
            r.actor_commitment, r.subject_user_id, r.subject_label, r.sentence, r.message, r.subject_salt,
            r.subject_commitment, r.outcome, r.job_id, hashes[r.n], hashes[r.n + 1]
          from rows from (jsonb_to_recordset(entries) as (action text, actor text, token text, address text,
            session text, actor_salt text, actor_commitment text, subject_user_id text, subject_label text,
            sentence text, message text, subject_salt text, subject_commitment text, outcome text, job_id text))
            with ordinality as r(action, actor, token, address, session, actor_salt, actor_commitment, subject_user_id,
              subject_label, sentence, message, subject_salt, subject_commitment, outcome, job_id, n);
        update audit_head set seq = head.seq, hash = head.hash where id = 1;
      end
    $$`.execute(db)
  },
}
