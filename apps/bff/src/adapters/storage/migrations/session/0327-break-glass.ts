import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The credential of the break-glass account, by its SHA-256: at most one. Its member goes with it. */
export const breakGlass: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table break_glass (
      one boolean primary key default true check (one),
      member_id text not null references members (id) on delete cascade,
      secret_hash text not null,
      made_by text not null,
      made_at timestamptz not null,
      armed_at timestamptz,
      used_at timestamptz,
      used_from text
    )`.execute(db)
  },
}
