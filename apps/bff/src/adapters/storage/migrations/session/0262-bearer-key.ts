import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The key of the tag in each bearer, shared by all replicas. It only proves which installation created a bearer. */
export const bearerKey: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table bearer_key (
      id integer primary key default 1 check (id = 1),
      key text not null
    )`.execute(db)
    await sql`insert into bearer_key (key) values (${randomBytes(32).toString('base64url')})`.execute(db)
  },
}
