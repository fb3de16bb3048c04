import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Proofs of who a member is, given in a session for one plan, until the plan is applied. */
export const planProofs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table plan_proofs (
      session_id text not null references sessions (id) on update cascade on delete cascade,
      plan_hash text not null,
      at timestamptz not null,
      primary key (session_id, plan_hash)
    )`.execute(db)
  },
}
