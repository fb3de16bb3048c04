import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Names the parts of a user's access that were never read. Groups come with the status, in the same response. */
export const unreadAccess: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table users add column unread text[] not null default '{}'`.execute(db)
    await sql`update users set unread = '{groups}' where status = 'unknown' and groups = '{}'`.execute(db)
  },
}
