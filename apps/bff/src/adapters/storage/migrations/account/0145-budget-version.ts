import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A version of each connection's budget, which every change increases, and a function that takes a call in one
 * statement: it counts the call if the budget still has the version that the caller judged, else returns its state.
 */
export const budgetVersion: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table kore_budget add column version bigint not null default 0,
      alter column blocked_until set default 0, alter column learned_at set default 0`.execute(db)
    await sql`create function kore_budget_changed() returns trigger language plpgsql as $$
      begin
        new.version := old.version + 1;
        return new;
      end
    $$`.execute(db)
    await sql`create trigger kore_budget_changed before update on kore_budget
      for each row execute function kore_budget_changed()`.execute(db)
    await sql`create function kore_calls_changed() returns trigger language plpgsql as $$
      begin
        insert into kore_budget (connection) values (coalesce(new.connection, old.connection))
          on conflict (connection) do update set version = kore_budget.version;
        return null;
      end
    $$`.execute(db)
    await sql`create trigger kore_calls_changed after insert or update or delete on kore_calls
      for each row execute function kore_calls_changed()`.execute(db)
    await sql`create function kore_budget_take(
      of_connection text, judged_version bigint, judged_at float8, keep_ms float8
    ) returns jsonb language plpgsql as $$
      declare
        budget kore_budget;
        made_at float8;
        made_id bigint;
      begin
        -- Before any snapshot: the next statement sees what the last holder committed.
        perform pg_advisory_xact_lock(hashtextextended('kore_budget ' || of_connection, 0));
        insert into kore_budget (connection) values (of_connection) on conflict (connection) do nothing;
        select * into budget from kore_budget where connection = of_connection for update;
        made_at := extract(epoch from clock_timestamp()) * 1000;
        if budget.version = judged_version and made_at >= judged_at then
          insert into kore_calls (connection, at) values (of_connection, made_at) returning id into made_id;
          delete from kore_calls where id in (
            select id from kore_calls where connection = of_connection and at <= made_at - keep_ms
            for update skip locked);
          select * into budget from kore_budget where connection = of_connection;
          return jsonb_build_object('slot', made_id::text, 'now', made_at, 'version', budget.version);
        end if;
        return jsonb_build_object('now', made_at, 'version', budget.version, 'blockedUntil', budget.blocked_until,
          'minute', budget.learned_minute, 'hour', budget.learned_hour, 'learnedAt', budget.learned_at,
          'calls', (select coalesce(jsonb_agg(at order by at), '[]') from kore_calls
            where connection = of_connection and at > made_at - keep_ms));
      end
    $$`.execute(db)
  },
}
