import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** As migration 0185 has it, with the new name of the column. */
const scriptEnd = sql`create or replace function script_end(given jsonb) returns boolean language plpgsql as $$
      declare
        job text := given->>'job_id';
        ended_at_given timestamptz := (given->>'at')::timestamptz;
        counts jsonb := given->'counts';
      begin
        perform from jobs where id = job and epoch = (given->>'epoch')::int
          and state in ('running', 'waiting', 'pausing') for update;
        if not found then
          return false;
        end if;
        if (select count(*) from job_items i join jsonb_to_recordset(given->'items') as r(seq int) using (seq)
            where i.job_id = job and i.state = 'intended') <> (select total from jobs where id = job) then
          return false;
        end if;
        update job_items i set state = 'settled', outcome = r.outcome, cause = r.cause, details = r.details,
            kore_response = r.kore_response, to_verify = false, due_at = null, reads = 0, ended_at = ended_at_given
          from jsonb_to_recordset(given->'items')
            as r(seq int, outcome text, cause text, details jsonb, kore_response text)
          where i.job_id = job and i.seq = r.seq;
        update jobs set state = 'done', reason = null, reason_message = null, waits_for = null, waits_until = null,
            finished_at = ended_at_given, lease_until = null,
            changed = changed + coalesce((counts->>'changed')::int, 0),
            unchanged = unchanged + coalesce((counts->>'unchanged')::int, 0),
            skipped = skipped + coalesce((counts->>'skipped')::int, 0),
            failed = failed + coalesce((counts->>'failed')::int, 0),
            not_attempted = not_attempted + coalesce((counts->>'not_attempted')::int, 0),
            unknown = unknown + coalesce((counts->>'unknown')::int, 0),
            tried = tried + total, tried_failed = tried_failed + coalesce((counts->>'failed')::int, 0)
          where id = job;
        perform audit_append(given->'lines', given->>'at');
        return true;
      end
    $$`

/**
 * The names that the pages, the API and the code use: a response of Kore.ai, its causes, why a job is paused, and an
 * erasure that needs a decision.
 */
export const responses: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items rename column kore_answer to kore_response`.execute(db)
    await sql`alter index job_items_answered rename to job_items_with_response`.execute(db)
    await scriptEnd.execute(db)
    for (const [before, after] of [
      ['no_answer', 'no_response'],
      ['unexpected_answer', 'unexpected_response'],
    ]) {
      await sql`update job_items set cause = ${after} where outcome is not null and cause = ${before}`.execute(db)
      await sql`update uploads set corrects_cause = ${after} where corrects_cause = ${before}`.execute(db)
    }
    await sql`alter table jobs rename column held_for to paused_for`.execute(db)
    await sql`update erasures set state = 'needs_decision' where state = 'needs_person'`.execute(db)
  },
}
