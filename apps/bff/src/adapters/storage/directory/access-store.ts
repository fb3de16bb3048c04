import { userFlags, userStatuses } from '@muster/contracts/search-values'
import type { Scope } from '@muster/core/permission'
import { sql } from 'kysely'
import type { AccessLists, LimitedAccess } from '../../../features/access/ports.ts'
import { memoizeValue } from '../database/memoized-value.ts'
import type { Db } from '../database/storage.ts'
import { flagTags, roleOnBotOf, tagKey } from './user-tags.ts'
import { isWithin, usersWithin } from './users-within.ts'

/** Look-up lists in SQL, with the counts of users within a limit. */
export function createSqlAccessLists(db: Db): LimitedAccess {
  const all = listsWith(
    db,
    memoizeValue(() => countByTag(db, null)),
  )
  return {
    within: (scope) => (usersWithin(scope) === null ? all : listsWith(db, { read: () => countByTag(db, scope) })),
  }
}

interface Counts {
  read(): Promise<UserCounts>
}

/** How many users have each fact, by the key of its tag. */
type UserCounts = ReadonlyMap<string, number>

/** Whether a list is known, and why not. */
async function knowledgeOf(db: Db, list: 'groups' | 'roles' | 'bots') {
  const state = await db.selectFrom('directory_state').selectAll().executeTakeFirstOrThrow()
  return {
    known: state[`${list}_known` as const],
    reason: state[`${list}_reason` as const],
    reasonMessage: state[`${list}_reason_message` as const],
  }
}

function counted<T extends { readonly id: string }>(
  rows: readonly T[],
  users: UserCounts,
  keyOf: (id: string) => string,
) {
  return rows.map((row) => ({ ...row, userCount: users.get(keyOf(row.id)) ?? 0 }))
}

function listsWith(db: Db, counts: Counts): AccessLists {
  return {
    groups: async () => {
      const [knowledge, users] = [await knowledgeOf(db, 'groups'), await counts.read()]
      const rows = await db.selectFrom('access_groups').select(['id', 'name']).execute()
      return { items: counted(rows, users, tagKey.group), ...knowledge }
    },
    roles: async () => {
      const [knowledge, users] = [await knowledgeOf(db, 'roles'), await counts.read()]
      const rows = await db.selectFrom('access_roles').select(['id', 'name', 'kind']).execute()
      return { items: counted(rows, users, tagKey.role), ...knowledge }
    },
    bots: async () => {
      const [knowledge, users] = [await knowledgeOf(db, 'bots'), await counts.read()]
      const rows = await db.selectFrom('access_bots').select(['id', 'name']).execute()
      return { items: counted(rows, users, tagKey.bot), ...knowledge }
    },
    userCounts: async () => countsByStatusAndFlag(await counts.read()),
    assignments: async () => assignmentsOf(db, await counts.read()),
  }
}

function countsByStatusAndFlag(users: UserCounts) {
  const countOf = (key: string) => users.get(key) ?? 0
  return {
    statuses: userStatuses
      .map((status) => ({ status, userCount: countOf(tagKey.status(status)) }))
      .filter(({ userCount }) => userCount > 0),
    flags: userFlags
      .map((flag) => ({ flag, userCount: countOf(flagTags[flag]) }))
      .filter(({ userCount }) => userCount > 0),
  }
}

/** Admin roles, and roles on bots, that some user has. */
async function assignmentsOf(db: Db, users: UserCounts) {
  const ofAccount = await db.selectFrom('access_roles').select('id').where('kind', '=', 'admin').execute()
  return [
    ...ofAccount.map(({ id }) => ({ roleId: id, botId: null, userCount: users.get(tagKey.role(id)) ?? 0 })),
    ...[...users].flatMap(([key, userCount]) => {
      const pair = roleOnBotOf(key)
      return pair === null ? [] : [{ ...pair, userCount }]
    }),
  ].filter(({ userCount }) => userCount > 0)
}

/** Users by fact: one pass over all users for all lists. */
async function countByTag(db: Db, scope: Scope | null): Promise<UserCounts> {
  const { rows } = await sql<{ key: string; n: number }>`
    select key, n from user_tags join
      (select tag, count(*)::int as n from users, unnest(tags) as tag
        where ${isWithin(scope)} group by tag) as counted on tag = id`.execute(db)
  return new Map(rows.map(({ key, n }) => [key, n]))
}
