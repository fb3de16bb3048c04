import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The limit of a member's role to groups and bots; null: none. Roles made by owners, whose IDs members have as their role. */
export const memberScopes: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table members add column scope jsonb, add column scope_since timestamptz`.execute(db)
    await sql`create table roles (
      id text primary key,
      name text not null,
      permissions jsonb not null,
      created_at timestamptz not null,
      created_by text not null
    )`.execute(db)
    await sql`create unique index roles_name on roles (lower(name))`.execute(db)
  },
}
