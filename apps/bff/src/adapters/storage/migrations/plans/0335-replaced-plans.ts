import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The plan that an edit made of a draft. */
export const replacedPlans: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table plans add column replaced_by text`.execute(db)
    await sql`create index plans_edited on plans ((source ->> 'planId')) where source ->> 'planId' is not null`.execute(
      db,
    )
  },
}
