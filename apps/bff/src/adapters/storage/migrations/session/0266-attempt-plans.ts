import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The plan for which a member proves who they are through the identity provider. */
export const attemptPlans: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table oidc_attempts add column plan_hash text`.execute(db)
  },
}
