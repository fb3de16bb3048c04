import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Plans that were not applied, for their list: most plans of an old store were applied. */
export const plansNotApplied: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create index plans_not_applied on plans (id) where state <> 'applied'`.execute(db)
  },
}
