import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The replicas' latest findings about the connection to Kore.ai: all of them show the same. */
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
