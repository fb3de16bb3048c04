import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The account whose data the store holds, the other one that a process is connected to, and which jobs ran at accounts
 * before. The first start after this migration records the account it finds.
 */
export const ownAccount: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table store_state add column account text, add column other_account text`.execute(db)
    await sql`alter table jobs add column of_other_account boolean not null default false`.execute(db)
  },
}
