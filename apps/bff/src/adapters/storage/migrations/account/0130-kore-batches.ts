import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How many users a call may carry, learned for each endpoint of a connection and shared by all replicas. */
export const koreBatches: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table kore_batches (
      connection text not null,
      endpoint text not null,
      size integer not null,
      is_careful boolean not null,
      proven integer not null,
      refused integer,
      refused_at timestamptz not null,
      primary key (connection, endpoint)
    )`.execute(db)
  },
}
