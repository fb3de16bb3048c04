import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Neither the order by last sign-in nor `dormant:` uses it, and each sync that changes the time wrote to it. */
export const usersWithoutLoginIndex: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`drop index users_by_login`.execute(db)
  },
}
