import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When each user last signed in to Kore.ai, as far as Kore.ai reports it; the next sync fills it. */
export const lastLogin: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table users add column last_login_at timestamptz`.execute(db)
    await sql`create index users_by_login on users (last_login_at) where last_login_at is not null`.execute(db)
  },
}
