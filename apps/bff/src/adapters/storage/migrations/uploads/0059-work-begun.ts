import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Work that a process has begun and not ended, with how many processes died under it. */
export const workBegun: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table work_begun (work text primary key, owner uuid not null, deaths int not null)`.execute(db)
  },
}
