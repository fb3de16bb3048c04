import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * New entries of the search index wait in a short list and are merged in bulk: without it a user took four times as
 * long to write. A search reads the list too, so its limit is 2 MB, half of PostgreSQL's default.
 */
export const usersSearchPending: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter index users_by_search set (fastupdate = on, gin_pending_list_limit = 2048)`.execute(db)
  },
}
