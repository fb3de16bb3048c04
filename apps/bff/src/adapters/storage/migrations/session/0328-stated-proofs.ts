import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When the last proof of an identity provider was by the provider's own clock. */
export const statedProofs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table sessions add column provider_stated_at timestamptz`.execute(db)
  },
}
