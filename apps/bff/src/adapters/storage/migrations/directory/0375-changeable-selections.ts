import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A user is once in a selection, to which others are added later; the number keeps the order in which they came. */
export const changeableSelections: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table selection_users drop constraint selection_users_pkey`.execute(db)
    await sql`alter table selection_users add primary key (selection_id, user_id)`.execute(db)
    await sql`create index selection_users_in_order on selection_users (selection_id, seq)`.execute(db)
  },
}
