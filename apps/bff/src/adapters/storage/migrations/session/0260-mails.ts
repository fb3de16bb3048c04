import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Mails that wait to be sent, encrypted, and which of them ended. */
export const mails: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table mails (
      id text primary key,
      key text not null unique,
      sealed text,
      created_at timestamptz not null,
      taken_until timestamptz,
      ended_at timestamptz,
      outcome text check (outcome in ('sent', 'failed')),
      check ((ended_at is null) = (sealed is not null)),
      check ((ended_at is null) = (outcome is null))
    )`.execute(db)
    await sql`create index mails_waiting on mails (created_at) where ended_at is null`.execute(db)
  },
}
