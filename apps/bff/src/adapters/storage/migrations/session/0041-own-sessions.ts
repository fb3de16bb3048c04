import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A public name for each session, shown to its owner, and how the session was started. */
export const ownSessions: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table sessions add column ref text, add column agent text`.execute(db)
    await sql`update sessions set ref = gen_random_uuid()::text, agent = 'An earlier sign-in'`.execute(db)
    await sql`alter table sessions alter column ref set not null, alter column agent set not null`.execute(db)
    await sql`create unique index sessions_by_ref on sessions (ref)`.execute(db)
  },
}
