import { accessFacts, hasKoreId, type User } from '@muster/core/account/user'
import { joinReadings, mergeReading, type UserReading } from '@muster/core/account/user-reading'
import { sql } from 'kysely'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { columnsOf, emailKeyOf, storableUser, type UserFacts, userOf } from './user-row.ts'
import { type TagDictionary, tagKeysOf } from './user-tags.ts'
import { usersWithKeys } from './users-by-identifier.ts'

/** Most rows in one write: on the embedded store a search waits for it. */
const batchSize = 50

/** Rounds that merge rows again which changed under a merge. Each loses to another writer at most once. */
const mostRounds = 20

interface Store {
  readonly db: Db
  readonly tags: TagDictionary
  /** Keys of rows that are known by address only: readings under them neither count as seen nor add the row anew. */
  readonly byAddress?: ReadonlySet<string>
}

/**
 * Stores users as read at `readAt`, unless newer values are known. Fields missing from a reading keep their known
 * value. The users count as seen by the current pass.
 */
export async function upsertUsers(store: Store, readings: readonly UserReading[], readAt: number): Promise<void> {
  const byId = new Map<string, UserReading>()
  for (const reading of readings) {
    const id = storableText(reading.id)
    const earlier = byId.get(id)
    byId.set(id, earlier === undefined ? reading : joinReadings(earlier, reading))
  }
  // In email order, for rows that are read together.
  const sorted = [...byId].toSorted(([, a], [, b]) => (a.email < b.email ? -1 : 1))
  for (let start = 0; start < sorted.length; start += batchSize) {
    await upsertBatch(store, new Map(sorted.slice(start, start + batchSize)), new Date(readAt))
  }
}

/** Merges in the application and overwrites only the row version it merged: no writer loses another's update. */
async function upsertBatch(store: Store, batch: ReadonlyMap<string, UserReading>, readAt: Date): Promise<void> {
  let ids: readonly string[] = [...batch.keys()]
  for (let round = 0; ids.length > 0; round += 1) {
    if (round === mostRounds) throw new Error('users changed during every attempt to store their readings')
    ids = await withoutGone(store.db, ids, readAt)
    const known = await knownRows(store.db, ids)
    const newer = (id: string) => (known.get(id)?.read_at?.getTime() ?? 0) > readAt.getTime()
    const merged = ids.flatMap((id) => {
      const reading = batch.get(id)
      const row = known.get(id)
      const isReplaced = row === undefined && store.byAddress?.has(id) === true
      if (reading === undefined || isReplaced || newer(id)) return []
      const before = row === undefined ? null : userOf(row)
      const user = storableUser(mergeReading(before, { ...reading, id }))
      // Read before a change that was sent since: what the row names as unread stays so.
      if ((row?.changed_at?.getTime() ?? 0) >= readAt.getTime())
        return [{ user: { ...user, unread: before?.unread ?? [] }, version: row?.version ?? null }]
      return [{ user, version: row?.version ?? null }]
    })
    const written = await writeMerged(store, merged, readAt)
    ids = merged.map(({ user }) => user.id).filter((id) => !written.has(id))
  }
}

/**
 * Stores readings of users that the directory knows by address only under that key: a second row with the ID would make
 * the address ambiguous, and selections and plans name the first. The next sync that lists IDs replaces these rows, also
 * one that runs meanwhile.
 */
export async function upsertByAddress(store: Store, readings: readonly UserReading[], readAt: number): Promise<void> {
  const keyed = await keyedByAddress(store.db, readings)
  const byAddress = new Set(keyed.flatMap(({ id }, n) => (id === readings[n]?.id ? [] : [id])))
  await upsertUsers({ ...store, byAddress }, keyed, readAt)
}

async function keyedByAddress(db: Db, readings: readonly UserReading[]): Promise<readonly UserReading[]> {
  const keys = [...new Set(readings.map(({ email }) => emailKeyOf(email)))]
  const { rows } = await sql<{ id: string; email: string; key: string }>`
    select requested.key, found.id, found.email from ${usersWithKeys('email', keys, sql`id, email`)}`.execute(db)
  const known = Map.groupBy(rows, ({ key }) => key)
  return readings.map((reading) => {
    const [only, ...others] = known.get(emailKeyOf(reading.email)) ?? []
    return only === undefined || others.length > 0 || hasKoreId(only) ? reading : { ...reading, id: only.id }
  })
}

async function withoutGone(db: Db, ids: readonly string[], readAt: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from gone_users
    where gone_at >= ${readAt}::timestamptz
      and id in (select jsonb_array_elements_text(${storableJson(ids)}::jsonb))`.execute(db)
  const gone = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => !gone.has(id))
}

type KnownRow = UserFacts & {
  readonly read_at: Date | null
  readonly changed_at: Date | null
  readonly version: string
}

async function knownRows(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, KnownRow>> {
  const { rows } = await sql<KnownRow>`
    select id, email, first_name, last_name, org_user_id, status, groups, roles, can_create_bot, is_developer, unread,
      last_login_at, read_at, changed_at, xmin::text as version
    from users where id in (select jsonb_array_elements_text(${storableJson(ids)}::jsonb))`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

interface Merged {
  readonly user: User
  /** Version of the row that was merged; null if there was none. */
  readonly version: string | null
}

/** Ids of the rows written: new ones, and those still at the merged version. */
async function writeMerged(store: Store, merged: readonly Merged[], readAt: Date): Promise<ReadonlySet<string>> {
  const { db, tags, byAddress } = store
  if (merged.length === 0) return new Set()
  const numbers = await tags.ensure(merged.flatMap(({ user }) => [...tagKeysOf(user)]))
  const rows = merged.map(({ user, version }) => ({
    ...columnsOf(user, numbers),
    version,
    is_seen: byAddress?.has(user.id) !== true,
  }))
  const { rows: written } = await sql<{ id: string }>`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as row (id text, email text, email_key text,
        first_name text, last_name text, first_key text, last_key text, org_user_id text, status text, groups text[], roles jsonb,
        can_create_bot boolean, is_developer boolean, unread text[], last_login_at timestamptz, is_admin boolean, search text, tags int[], version text, is_seen boolean)
    ), added as (
      insert into users (id, email, email_key, first_name, last_name, first_key, last_key, org_user_id, status,
        groups, roles, can_create_bot, is_developer, unread, last_login_at, is_admin, search, tags, generation, read_at)
      select id, email, email_key, first_name, last_name, first_key, last_key, org_user_id, status,
        groups, roles, can_create_bot, is_developer, unread, last_login_at, is_admin, search, tags, (select generation from directory_state), ${readAt}::timestamptz
      from given where version is null
        and not exists (select from gone_users where gone_users.id = given.id and gone_at >= ${readAt}::timestamptz)
      on conflict (id) do nothing
      returning id
    ), changed as (
      update users set
        email = given.email, email_key = given.email_key, first_name = given.first_name,
        last_name = given.last_name,
        first_key = given.first_key, last_key = given.last_key, org_user_id = given.org_user_id, status = given.status,
        groups = given.groups, roles = given.roles, can_create_bot = given.can_create_bot,
        is_developer = given.is_developer, unread = given.unread, last_login_at = given.last_login_at, is_admin = given.is_admin, search = given.search, tags = given.tags,
        generation = case when given.is_seen then (select generation from directory_state) else users.generation end,
        read_at = ${readAt}::timestamptz
      from given where users.id = given.id and users.xmin::text = given.version
      returning users.id
    )
    select id from added union all select id from changed`.execute(db)
  return new Set(written.map(({ id }) => id))
}

/** Marks the access of users as changed and not read since, unless they were read later. */
export const changedMark = (ids: readonly string[], at: number) => sql`
  update users set changed_at = ${new Date(at)}::timestamptz, unread = ${[...accessFacts]}::text[]
  where id in (select jsonb_array_elements_text(${storableJson(ids.map(storableText))}::jsonb))
    and coalesce(read_at, to_timestamp(0)) < ${new Date(at)}::timestamptz`

/** Marks users as removed, with the time: an earlier reading must not restore them. */
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
