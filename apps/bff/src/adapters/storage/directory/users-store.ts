import type { Scope } from '@muster/core/permission'
import { formatSearch, parseSearch } from '@muster/core/search/search-query'
import { sql } from 'kysely'
import type { UserDirectory, UserFinder } from '../../../features/users/ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { isLost, readHoldersLeft } from '../guards/guard-facts.ts'
import { readDirectoryState, readLookups } from './directory-reads.ts'
import { positionOf } from './search-steps.ts'
import { readFilter } from './search-terms.ts'
import { streamSelection } from './selections-store.ts'
import { similarTexts } from './similar-users.ts'
import { userEntryOf } from './user-row.ts'
import { createTagDictionary, type TagDictionary } from './user-tags.ts'
import { matchIdentifiers } from './users-by-identifier.ts'
import { conditionOf, countMatches, searchUserRows } from './users-search.ts'
import { isWithin } from './users-within.ts'
import { changedMark, markGone, upsertByAddress } from './users-write.ts'

/** The users that a limited member may see; null: all. */
function finder(db: Db, tags: TagDictionary, scope: Scope | null): UserFinder {
  return {
    search: async (search) => {
      const read = await readFilter(db, tags, search.filter)
      const condition = await conditionOf(tags, read, scope)
      // One turn of the embedded store for all statements of the search.
      const page = await db
        .connection()
        .execute((one) => searchUserRows(one, condition, { ...search, filter: read.filter }))
      const last = page.rows.at(-1)
      const next = page.more && last !== undefined ? positionOf(last) : null
      return { items: page.rows.map(userEntryOf), next, count: page.count }
    },
    count: async (filter) => countMatches(db, await conditionOf(tags, await readFilter(db, tags, filter), scope)),
    similar: async ({ q = '', ...others }) => {
      const { text, terms } = parseSearch(q)
      const rest = { ...others, q: formatSearch({ text: '', terms }) }
      return similarTexts(db, text, await conditionOf(tags, await readFilter(db, tags, rest), scope))
    },
    find: async (id) => {
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where('id', '=', storableText(id))
        .where(isWithin(scope))
        .executeTakeFirst()
      return row === undefined ? null : userEntryOf(row)
    },
  }
}

/** The directory's users in SQL. */
export function createSqlUserDirectory(db: Db): UserDirectory {
  const tags = createTagDictionary(db)
  return {
    ...finder(db, tags, null),
    within: (scope) => finder(db, tags, scope),
    byIdentifiers: (identifiers) => matchIdentifiers(db, identifiers),
    streamSelection: (selectionId, batchSize) => streamSelection(db, selectionId, batchSize),
    lookups: () => readLookups(db),
    upsertUsers: (users, readAt) => upsertByAddress({ db, tags }, users, readAt),
    markGone: (ids, at) => markGone(db, ids, at),
    markChanged: async (ids, at) => void (await changedMark(ids, at).execute(db)),
    state: () => readDirectoryState(db),
    adminPolicy: () => readHoldersLeft(db),
    adminHolders: async (roleId, { except, limit }) => {
      const { rows } = await sql<{ id: string; email: string; orgUserId: string | null }>`
        select id, email, org_user_id as "orgUserId" from users u where is_admin and (email <> '' or org_user_id <> '')
          and not (id = any(${[...except]}::text[])) and exists (
            select from jsonb_array_elements(roles) as held where held ->> 'botId' is null and held ->> 'roleId' = ${roleId}
              and not ${isLost})
        order by id limit ${limit}`.execute(db)
      return rows
    },
    total: async () => {
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return row.n
    },
  }
}
