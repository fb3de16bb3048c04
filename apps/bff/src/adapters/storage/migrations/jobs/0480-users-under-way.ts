import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Finds calls under way by their user: after a restore, every unfinished item of the store may be in doubt. */
export const usersUnderWay: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create index job_items_users_under_way on job_items (user_id)
      where user_id is not null and state in ('intended', 'in_doubt')`.execute(db)
  },
}
