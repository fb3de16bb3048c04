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
  read(): Promise<ReadonlyMap<string, number>>
}

function listsWith(db: Db, counts: Counts): AccessLists {
  const stateOf = () => db.selectFrom('directory_state').selectAll().executeTakeFirstOrThrow()
  return {
    groups: async () => {
      const [state, users] = [await stateOf(), await counts.read()]
      const rows = await db.selectFrom('access_groups').select(['id', 'name']).execute()
      const items = rows.map((row) => ({ ...row, userCount: users.get(tagKey.group(row.id)) ?? 0 }))
      return {
        items,
        known: state.groups_known,
        reason: state.groups_reason,
        reasonMessage: state.groups_reason_message,
      }
    },
    roles: async () => {
      const [state, users] = [await stateOf(), await counts.read()]
      const rows = await db.selectFrom('access_roles').select(['id', 'name', 'kind']).execute()
      const items = rows.map((row) => ({ ...row, userCount: users.get(tagKey.role(row.id)) ?? 0 }))
      return { items, known: state.roles_known, reason: state.roles_reason, reasonMessage: state.roles_reason_message }
    },
    bots: async () => {
      const [state, users] = [await stateOf(), await counts.read()]
      const rows = await db.selectFrom('access_bots').select(['id', 'name']).execute()
      const items = rows.map((row) => ({ ...row, userCount: users.get(tagKey.bot(row.id)) ?? 0 }))
      return { items, known: state.bots_known, reason: state.bots_reason, reasonMessage: state.bots_reason_message }
    },
    userCounts: async () => {
      const users = await counts.read()
      const countOf = (key: string) => users.get(key) ?? 0
      return {
        statuses: userStatuses
          .map((status) => ({ status, userCount: countOf(tagKey.status(status)) }))
          .filter(({ userCount }) => userCount > 0),
        flags: userFlags
          .map((flag) => ({ flag, userCount: countOf(flagTags[flag]) }))
          .filter(({ userCount }) => userCount > 0),
      }
    },
    assignments: async () => {
      const users = await counts.read()
      const ofAccount = await db.selectFrom('access_roles').select('id').where('kind', '=', 'admin').execute()
      return [
        ...ofAccount.map(({ id }) => ({ roleId: id, botId: null, userCount: users.get(tagKey.role(id)) ?? 0 })),
        ...[...users].flatMap(([key, userCount]) => {
          const pair = roleOnBotOf(key)
          return pair === null ? [] : [{ ...pair, userCount }]
        }),
      ].filter(({ userCount }) => userCount > 0)
    },
  }
}

/** Users by fact: one pass over all users for all lists. */
async function countByTag(db: Db, scope: Scope | null): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; n: number }>`
    select key, n from user_tags join
      (select tag, count(*)::int as n from users, unnest(tags) as tag
        where ${isWithin(scope)} group by tag) as counted on tag = id`.execute(db)
  return new Map(rows.map(({ key, n }) => [key, n]))
}
