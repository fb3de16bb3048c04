import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the replicas last found of the connection to Kore.ai, so that all of them show the same. */
export const koreConnection: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table kore_connection (
      connection text not null,
      subject text not null,
      state text not null,
      detail text,
      since timestamptz,
      at timestamptz not null,
      primary key (connection, subject)
    )`.execute(db)
  },
}
