import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Chunks of uploaded files that are compressed. */
export const packedChunks: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table upload_chunks add column packed boolean not null default false`.execute(db)
    await sql`alter table upload_chunks alter column bytes set storage external`.execute(db)
  },
}
