import type { User } from '@muster/core/account/user'
import type { Scope } from '@muster/core/permission'
import { type RawBuilder, sql } from 'kysely'
import {
  type ChosenUsers,
  type SelectionStore,
  type SelectionView,
  UnknownSelectionError,
} from '../../../features/selections/ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { changeSelection, createSelection } from './save-selection.ts'
import { readFilter } from './search-terms.ts'
import { type UserRow, userEntryOf, userOf } from './user-row.ts'
import { createTagDictionary, type TagDictionary } from './user-tags.ts'
import { type Condition, conditionOf } from './users-search.ts'
import { isWithin } from './users-within.ts'

export function createSqlSelectionStore(db: Db): SelectionStore {
  const tags = createTagDictionary(db)
  return {
    freeze: async ({ users, except, scope, ...kept }) => {
      const chosen = await chosenRows({ db, tags }, users, scope)
      const but =
        except.length === 0 ? chosen : sql`select * from (${chosen}) as chosen where not id = any(${textArray(except)})`
      return createSelection(db, { ...kept, users: but })
    },
    change: async (id, { add, remove, scope, ...kept }) => {
      const rows = async (users: ChosenUsers | null) => (users === null ? null : chosenRows({ db, tags }, users, scope))
      const removeIds = remove !== null && 'userIds' in remove ? remove.userIds.map(storableText) : []
      return changeSelection(db, storableText(id), {
        ...kept,
        add: await rows(add),
        remove: await rows(remove),
        removeIds,
      })
    },
    lookUp: async (id, { userIds, filter, scope, memberId }) => {
      const condition = await conditionOf(tags, await readFilter(db, tags, filter), scope)
      return lookUpSelection(db, storableText(id), { userIds, condition, scope, memberId })
    },
    addresses: (id, request) => addressesOf(db, id, request),
    labels: (userIds, scope) => emailsByUser(db, userIds, scope),
    find: (id, memberId) => findSelection(db, id, memberId),
  }
}

async function addressesOf(db: Db, id: string, { scope, memberId, limit }: Parameters<SelectionStore['addresses']>[1]) {
  if ((await ownSelection(db, id, memberId)) === undefined) return null
  const { rows } = await sql<{ email: string }>`
    select email from selection_users join users on users.id = user_id
    where selection_id = ${storableText(id)} and email <> '' and ${isWithin(scope)}
    order by seq limit ${limit}`.execute(db)
  return rows.map(({ email }) => email)
}

async function emailsByUser(db: Db, userIds: readonly string[], scope: Scope | null) {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('id', 'in', userIds.map(storableText))
    .where(isWithin(scope))
    .execute()
  return new Map(rows.map((row) => [row.id, row.email]))
}

async function findSelection(db: Db, id: string, memberId: string) {
  const row = await ownSelection(db, id, memberId)
  if (row === undefined) return null
  return {
    id: row.id,
    count: row.count,
    sentence: row.sentence,
    sentenceMessage: row.sentence_message,
    frozenAt: row.frozen_at.toISOString(),
  }
}

const ownSelection = (db: Db, id: string, memberId: string) =>
  db
    .selectFrom('selections')
    .selectAll()
    .where('id', '=', storableText(id))
    .where('created_by_id', '=', memberId)
    .executeTakeFirst()

const textArray = (ids: readonly string[]) => sql`${ids.map(storableText)}::text[]`

/** IDs of users with what sorts them, within a limit. */
async function chosenRows(
  { db, tags }: { readonly db: Db; readonly tags: TagDictionary },
  users: ChosenUsers,
  scope: Scope | null,
): Promise<RawBuilder<unknown>> {
  if ('userIds' in users)
    return sql`select id, email_key from users where id = any(${textArray(users.userIds)}) and ${isWithin(scope)}`
  const condition = await conditionOf(tags, await readFilter(db, tags, users.matching), scope)
  if (condition.kind === 'none') return sql`select null::text as id, null::text as email_key where false`
  return sql`select id, email_key from users where ${condition.kind === 'where' ? condition.sql : sql`true`}`
}

/** A larger selection is not compared with the directory on every look. */
const comparedUsers = 10_000
/** The users of a selection that a form and a comparison show. */
const shownUsers = 25

interface Look {
  readonly userIds: readonly string[]
  readonly condition: Condition
  readonly scope: Scope | null
  readonly memberId: string
}

/** What a page shows of a member's selection; null: no such selection. */
async function lookUpSelection(db: Db, id: string, look: Look): Promise<SelectionView | null> {
  const { userIds, condition, scope, memberId } = look
  const own = await ownSelection(db, id, memberId)
  if (own === undefined) return null
  const selected = await db
    .selectFrom('selection_users')
    .innerJoin('users', 'users.id', 'user_id')
    .select('user_id')
    .where('selection_id', '=', id)
    .where(sql<boolean>`user_id = any(${userIds.map(storableText)}::text[])`)
    .where(isWithin(scope))
    .execute()
  const seen = { selected: selected.map((row) => row.user_id) }
  if (own.count > comparedUsers && scope === null)
    return { ...seen, count: own.count, gone: 0, elsewhere: null, users: null }
  const found = condition.kind === 'where' ? condition.sql : condition.kind === 'all' ? sql`true` : sql`false`
  // One statement, because another tab may change the selection meanwhile.
  const isPresent = sql`users.id is not null and ${isWithin(scope)}`
  const { rows } = await sql<{ present: number; gone: number; elsewhere: number }>`
    select (count(*) filter (where ${isPresent}))::int as present,
      (count(*) filter (where (${isPresent}) is not true))::int as gone,
      (count(*) filter (where ${isPresent} and (${found}) is not true))::int as elsewhere
    from selection_users left join users on users.id = user_id where selection_id = ${id}`.execute(db)
  const { present = 0, gone = 0, elsewhere = 0 } = rows[0] ?? {}
  return {
    ...seen,
    count: present,
    gone,
    elsewhere,
    users: present > shownUsers ? null : await usersOf(db, id, scope),
  }
}

async function usersOf(db: Db, id: string, scope: Scope | null) {
  const { rows } = await sql<UserRow>`
    select users.* from selection_users join users on users.id = user_id
    where selection_id = ${id} and ${isWithin(scope)} order by email_key, users.id`.execute(db)
  return rows.map(userEntryOf)
}

/** The users of a selection that are still in the account. Throws `not_found` for an unknown selection. */
export async function* streamSelection(db: Db, selectionId: string, batchSize: number): AsyncIterable<readonly User[]> {
  const id = storableText(selectionId)
  const known = await db.selectFrom('selections').select('id').where('id', '=', id).executeTakeFirst()
  if (known === undefined) throw new UnknownSelectionError()
  for (let after = 0; ; ) {
    const { rows } = await sql<UserRow & { seq: number; chosen: boolean }>`
      select users.*, seq, users.id is not null as chosen
      from selection_users left join users on users.id = user_id
      where selection_id = ${id} and seq > ${after} order by seq limit ${batchSize}`.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
    const users = rows.filter((row) => row.chosen).map(userOf)
    if (users.length > 0) yield users
  }
}
