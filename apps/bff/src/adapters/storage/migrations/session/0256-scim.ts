import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What an identity provider maintains of a member by SCIM. Members without a row were invited, and can be taken over. */
export const scim: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table scim_users (
      member_id text primary key references members (id) on delete cascade,
      user_name text not null,
      external_id text unique,
      given_name text,
      family_name text,
      is_provisioned boolean not null,
      updated_at timestamptz not null
    )`.execute(db)
    await sql`create unique index scim_users_by_name on scim_users (lower(user_name))`.execute(db)
  },
}
