import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const scriptBegin = sql`create function script_begin(given jsonb) returns jsonb language plpgsql as $$
      declare
        plan jsonb := given->'plan';
        block jsonb := given->'block';
        job jsonb := given->'job';
        stopped timestamptz;
        state_id text;
        new_mark bigint;
      begin
        select stopped_at into strict stopped from guard_state for update;
        if stopped is not null then
          return '{"refused": "stopped"}';
        end if;
        update store_state set mark = mark + 1, written_by = pg_current_xact_id()::text,
            database_id = (select oid::text from pg_database where datname = current_database())
          where id = 1 and held_since is null returning store_id, mark into state_id, new_mark;
        if state_id is null then
          return '{"refused": "held"}';
        end if;
        insert into plans (id, title, title_message, source, state, progress, summary, hash, job_id, created_by,
            created_by_id, created_at, attempt)
          values (plan->>'id', plan->>'title', (plan->>'title_message')::jsonb, (plan->>'source')::jsonb, 'applied',
            (block->>'items')::int, (plan->>'summary')::jsonb,
            encode(sha256(convert_to(block->>'digest', 'UTF8')), 'hex'), job->>'id', plan->>'created_by',
            plan->>'created_by_id', (plan->>'created_at')::timestamptz, 1);
        insert into plan_blocks (plan_id, block, items, digest, body, dispositions, causes, effects)
          values (plan->>'id', (block->>'block')::int, (block->>'items')::int, block->>'digest',
            decode(block->>'body', 'base64'), array(select jsonb_array_elements_text(block->'dispositions')),
            array(select jsonb_array_elements_text(block->'causes')),
            array(select jsonb_array_elements_text(block->'effects')));
        insert into jobs (id, plan_id, title, title_message, source, state, total, kinds, changed, unchanged, failed,
            not_attempted, unknown, created_by, created_by_id, created_at, started_at, epoch, lease_until)
          values (job->>'id', plan->>'id', job->>'title', (job->>'title_message')::jsonb, job->>'source', 'running',
            (job->>'total')::int, (job->>'kinds')::jsonb, 0, 0, 0, 0, 0, job->>'created_by', job->>'created_by_id',
            (job->>'created_at')::timestamptz, clock_timestamp(), 1,
            clock_timestamp() + (given->>'lease_ms')::float8 * interval '1 millisecond');
        insert into job_guards (job_id, start_at, share_confirmed) values (job->>'id', null, false);
        insert into job_items (job_id, seq, kind, batch_key, state, sent_at, sent_epoch, attempts, call_id)
          select job->>'id', seq, 'update', 'update:' || "by", 'intended', clock_timestamp(), 1, 1, given->>'call_id'
          from jsonb_to_recordset(given->'items') as r(seq int, "by" text);
        perform audit_append(given->'lines', given->>'at');
        return jsonb_build_object('storeId', state_id, 'mark', new_mark);
      end
    $$`

const scriptEnd = sql`create function script_end(given jsonb) returns boolean language plpgsql as $$
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
            kore_answer = r.kore_answer, to_verify = false, due_at = null, reads = 0, ended_at = ended_at_given
          from jsonb_to_recordset(given->'items') as r(seq int, outcome text, cause text, details jsonb, kore_answer text)
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
 * The two writes of a script's call that takes nothing guarded away, each in one statement and one commit.
 *
 * `script_begin` stores its plan as applied, its job as running and its items as sent, unless changes are stopped or
 * held. The locks have the order of every application: the guards, the state of the store, the head of the audit.
 *
 * `script_end` records the outcomes and ends the job. It writes nothing, and returns false, unless the lease is current,
 * the job may end, and every item is as it was sent.
 */
export const scriptCalls: Migration = {
  up: async (db: Kysely<unknown>) => {
    await scriptBegin.execute(db)
    await scriptEnd.execute(db)
  },
}
