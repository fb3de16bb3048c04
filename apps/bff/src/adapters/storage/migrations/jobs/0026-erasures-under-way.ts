import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Finds the unfinished requests of a user, to prevent a second one meanwhile. */
export const erasuresUnderWay: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create index erasure_people_waiting on erasure_people (lower(identifier->>'value'))
      where state = 'waiting'`.execute(db)
    await sql`create index erasure_people_waiting_user on erasure_people (user_id)
      where state = 'waiting' and user_id is not null`.execute(db)
    await sql`create index job_items_erasing on job_items (job_id, seq)
      where kind = 'erase' and state in ('intended', 'in_doubt')`.execute(db)
  },
}
