import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** `audit_append` with the message of each entry, which is hashed if it exists: `concat_ws` skips null. */
export const auditMessages: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create or replace function audit_append(entries jsonb, at_text text) returns void language plpgsql as $$
      declare
        head audit_head;
        entry record;
        previous text;
      begin
        select * into strict head from audit_head where id = 1 for update;
        for entry in select * from jsonb_to_recordset(entries) as r(action text, actor text, subject_user_id text,
          subject_label text, sentence text, outcome text, job_id text, message text)
        loop
          previous := head.hash;
          head.seq := head.seq + 1;
          head.hash := encode(sha256(convert_to(previous || chr(10) || '[' || concat_ws(',',
            head.seq, to_json(at_text), to_json(entry.action), to_json(entry.actor),
            coalesce(to_json(entry.subject_user_id)::text, 'null'), coalesce(to_json(entry.subject_label)::text, 'null'),
            to_json(entry.sentence), coalesce(to_json(entry.outcome)::text, 'null'),
            coalesce(to_json(entry.job_id)::text, 'null'), to_json(entry.message)) || ']', 'UTF8')), 'hex');
          insert into audit_entries (seq, at, action, actor, subject_user_id, subject_label, sentence, outcome, job_id,
              message, prev_hash, hash)
            values (head.seq, at_text::timestamptz, entry.action, entry.actor, entry.subject_user_id,
              entry.subject_label, entry.sentence, entry.outcome, entry.job_id, entry.message, previous, head.hash);
        end loop;
        update audit_head set seq = head.seq, hash = head.hash where id = 1;
      end
    $$`.execute(db)
  },
}
