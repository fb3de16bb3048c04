import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Searches of users that members save under a name. */
export const savedViews: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table saved_views (
        id text primary key,
        member_id text not null references members (id) on delete cascade,
        content jsonb not null,
        made_at timestamptz not null
      )`.execute(db)
    await sql`create index saved_views_by_member on saved_views (member_id)`.execute(db)
  },
}
