import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who issued an invitation, and, for members who had joined before, who issued the last link that replaced their passphrase. */
export const linkIssuers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table sign_in_links add column issued_by_id text`.execute(db)
    await sql`alter table members add column renewed_by_id text, add column renewed_at timestamptz`.execute(db)
  },
}
