import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * `script_begin` unless the approval policy changed after the call was judged: the guards are locked first, as by an
 * application and a change of the policy.
 */
export const scriptPolicy: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create function script_begin_judged(given jsonb) returns jsonb language plpgsql as $$
      begin
        perform from guard_state for update;
        if coalesce((select policy from approval_policy), given->'no_policy') <> given->'policy' then
          return '{"refused": "policy"}';
        end if;
        return script_begin(given);
      end
    $$`.execute(db)
  },
}
