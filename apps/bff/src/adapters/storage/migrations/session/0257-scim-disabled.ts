import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When provisioning last disabled a member: it enables no member that an owner disabled. */
export const scimDisabled: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table scim_users add column disabled_at timestamptz`.execute(db)
  },
}
