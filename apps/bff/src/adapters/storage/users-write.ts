import type { User } from '@muster/core/user'
import { sql } from 'kysely'
import { storableJson, storableText } from './storable-json.ts'
import type { Db } from './storage.ts'
import { columnsOf, storableUser } from './user-row.ts'
import { type TagDictionary, tagKeysOf } from './user-tags.ts'

/** Rows a statement writes at most: a batch is what a search waits for on the embedded store. */
const batchSize = 500

/** Keeps users as read at `readAt`, unless something newer is known. They count as seen by the pass under way. */
export async function upsertUsers(
  { db, tags }: { db: Db; tags: TagDictionary },
  users: readonly User[],
  readAt: number,
): Promise<void> {
  // One statement cannot write a row twice: the last one given wins. In e-mail order, for rows that are read together.
  const byId = new Map(users.map((user) => [user.id, storableUser(user)]))
  const sorted = [...byId.values()].toSorted((a, b) => (a.email < b.email ? -1 : 1))
  for (let start = 0; start < sorted.length; start += batchSize) {
    const batch = sorted.slice(start, start + batchSize)
    const numbers = await tags.ensure(batch.flatMap((user) => [...tagKeysOf(user)]))
    const rows = batch.map((user) => columnsOf(user, numbers))
    await upsertBatch(db, storableJson(rows), new Date(readAt))
  }
}

async function upsertBatch(db: Db, rows: string, readAt: Date): Promise<void> {
  await sql`
    insert into users (id, email, email_key, first_name, last_name, org_user_id, status, groups, roles,
      can_create_bot, is_developer, is_admin, search, tags, generation, read_at)
    select given.*, (select generation from directory_state), ${readAt}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as given (id text, email text, email_key text, first_name text,
      last_name text, org_user_id text, status text, groups text[], roles jsonb, can_create_bot boolean,
      is_developer boolean, is_admin boolean, search text, tags int[])
    where not exists (select from gone_users where gone_users.id = given.id and gone_at >= ${readAt}::timestamptz)
    on conflict (id) do update set
      email = excluded.email, email_key = excluded.email_key, first_name = excluded.first_name,
      last_name = excluded.last_name, org_user_id = excluded.org_user_id, status = excluded.status,
      groups = excluded.groups, roles = excluded.roles, can_create_bot = excluded.can_create_bot,
      is_developer = excluded.is_developer, is_admin = excluded.is_admin, search = excluded.search,
      tags = excluded.tags, generation = excluded.generation, read_at = excluded.read_at
    where users.read_at is null or users.read_at <= excluded.read_at`.execute(db)
}

/** Takes users out, and remembers when, so that a reading from before does not bring them back. */
export async function markGone(db: Db, ids: readonly string[], at: number): Promise<void> {
  const goneAt = new Date(at)
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = storableJson(ids.slice(start, start + batchSize).map(storableText))
    await sql`
      with gone as (select distinct jsonb_array_elements_text(${batch}::jsonb) as id),
      kept as (insert into gone_users select id, ${goneAt}::timestamptz from gone
        on conflict (id) do update set gone_at = greatest(gone_users.gone_at, excluded.gone_at))
      delete from users using gone
      where users.id = gone.id and (users.read_at is null or users.read_at <= ${goneAt}::timestamptz)`.execute(db)
  }
}
