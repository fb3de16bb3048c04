import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { storableJson } from '../../database/storable-json.ts'
import { nameKeyOf } from '../../directory/search-text.ts'

const batchRows = 1000

interface NamedUser {
  readonly id: string
  readonly first_name: string
  readonly last_name: string
}

const firstKey = sql`coalesce(first_key, lower(first_name collate "C"))`
const lastKey = sql`coalesce(last_key, lower(last_name collate "C"))`
const orgKey = sql`lower(org_user_id collate "C")`

/**
 * Indexes for ranked search and for each sort of the list. A name key is stored only where it differs from the name in
 * lower case, so most rows of an existing store stay as they are. `users_by_org_key` replaces `users_by_org_user_id`.
 */
export const userNameKeys: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table users add column first_key text collate "C", add column last_key text collate "C"`.execute(db)
    await fillKeys(db)
    await sql`create index users_by_first_name on users ((${firstKey}), (${lastKey}), email_key, id)`.execute(db)
    await sql`create index users_by_last_name on users ((${lastKey}), (${firstKey}), email_key, id)`.execute(db)
    await sql`create index users_by_org_key on users ((${orgKey}), email_key, id) where org_user_id is not null`.execute(
      db,
    )
    await sql`drop index users_by_org_user_id`.execute(db)
    await sql`create index users_by_status on users (status, email_key, id)`.execute(db)
    await sql`create index users_by_sync on users ((coalesce(read_at, to_timestamp(0))), email_key, id)`.execute(db)
  },
}

/** The names whose key is not the name in lower case: with other letters than ASCII, or with signs. */
async function fillKeys(db: Kysely<unknown>): Promise<void> {
  const other = '[^A-Za-z0-9 ]|^ | $|  '
  for (let after = ''; ; ) {
    const { rows } = await sql<NamedUser>`
      select id, first_name, last_name from users
      where id > ${after} and (first_name ~ ${other} or last_name ~ ${other}) order by id limit ${batchRows}`.execute(
      db,
    )
    const last = rows.at(-1)
    if (last === undefined) return
    const keys = rows.map(({ id, first_name, last_name }) => ({
      id,
      first_key: nameKeyOf(first_name),
      last_key: nameKeyOf(last_name),
    }))
    await sql`
      update users u set first_key = r.first_key, last_key = r.last_key
      from jsonb_to_recordset(${storableJson(keys)}::jsonb) as r(id text, first_key text, last_key text)
      where u.id = r.id`.execute(db)
    after = last.id
  }
}
