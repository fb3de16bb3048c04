import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The member who froze a selection, for the quota. Earlier selections have none. */
export const selectionOwners: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table selections add column created_by_id text not null default ''`.execute(db)
    await sql`create index selections_by_member on selections (created_by_id, frozen_at)`.execute(db)
    await sql`create index plans_by_selection on plans ((source ->> 'selectionId')) where source ->> 'selectionId' is not null`.execute(
      db,
    )
  },
}
