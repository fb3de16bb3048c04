import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Earlier versions stored Kore.ai's responses to failed erasures as they are: the next start seals them. */
export const sealedAgain: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`update keys_seen set resealed_at = null where purpose = 'sealing'`.execute(db)
  },
}
