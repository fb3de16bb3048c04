import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How far this store got, for comparison with the mark file beside it; and whether its jobs are held. */
export const storeState: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table store_state (
      id int primary key check (id = 1),
      store_id text not null,
      mark bigint not null,
      written_by text not null,
      database_id text not null,
      held_since timestamptz,
      held_for text,
      check ((held_since is null) = (held_for is null))
    )`.execute(db)
    await sql`insert into store_state (id, store_id, mark, written_by, database_id)
      values (1, gen_random_uuid()::text, 0, '', '')`.execute(db)
  },
}
