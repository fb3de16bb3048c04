import type { Scope } from '@muster/core/permission'
import { type RawBuilder, sql } from 'kysely'
import type { DirectoryKeys, LimitedKeys, UserKeys } from '../../../features/uploads/check-ports.ts'
import { pieceOf } from '../../../waiting-reader.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { userCount } from './directory-reads.ts'
import { usersWithKeys } from './users-by-identifier.ts'
import { isWithin, usersWithin } from './users-within.ts'

/** Most keys in one statement. */
const mostKeys = 1000
const columns = { email: 'email_key', orgUserId: 'org_user_id', userId: 'id' } as const

/** Keys and IDs as two texts: the embedded store returns rows one by one, which takes longer than the search. */
async function listed(db: Db, select: RawBuilder<unknown>): Promise<UserKeys> {
  const { rows } = await sql<{ keys: string | null; ids: string | null }>`
    select json_agg(found.key)::text as keys, json_agg(found.id)::text as ids from (${select}) as found`.execute(db)
  return { keys: rows[0]?.keys ?? '[]', ids: rows[0]?.ids ?? '[]' }
}

/** Reads the identifiers of the directory's users, within a limit. */
export function createSqlDirectoryKeys(db: Db): LimitedKeys {
  return { ...keysWithin(db, null), within: (scope) => keysWithin(db, scope) }
}

function keysWithin(db: Db, scope: Scope | null): DirectoryKeys {
  return {
    count: async () => {
      if (usersWithin(scope) === null) return userCount(db)
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where(isWithin(scope))
        .executeTakeFirstOrThrow()
      return row.n
    },
    page: (by, after, limit) => {
      const column = sql.ref(columns[by])
      // An index has both; in the order of IDs each page would read rows from the whole table. An address that changes
      // between two pages is found as before or after the change.
      const next =
        by === 'email'
          ? sql`(email_key, id) > (${after.key}, ${after.id}) and email_key <> '' order by email_key, id`
          : sql`id > ${after.id} and ${column} <> '' order by id`
      return listed(
        db,
        sql`select id, ${column} as key from users where ${isWithin(scope)} and ${next} limit ${pieceOf(limit)}`,
      )
    },
    of: async (by, keys) => {
      const found: UserKeys[] = []
      for (let from = 0; from < keys.length; ) {
        const chunk = keys.slice(from, from + pieceOf(mostKeys)).map(storableText)
        from += chunk.length
        const users = usersWithKeys(by, chunk, sql`id, requested.key as key`, isWithin(scope))
        found.push(await listed(db, sql`select found.id, found.key from ${users}`))
      }
      return found
    },
  }
}
