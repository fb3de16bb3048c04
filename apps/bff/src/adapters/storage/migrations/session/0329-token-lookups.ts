import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Tokens without a tag that a network had looked up in a minute, over all replicas; networks by their SHA-256. */
export const tokenLookups: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table token_lookups (
      network text not null,
      minute bigint not null,
      count int not null,
      primary key (network, minute)
    )`.execute(db)
  },
}
