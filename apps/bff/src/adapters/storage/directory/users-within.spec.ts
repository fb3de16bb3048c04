import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { User } from '@muster/core/account/user'
import { message } from '@muster/wording/message'
import { beforeAll, expect, test } from 'vitest'
import type { Storage } from '../database/storage.ts'
import { type RecordedStatements, recordStatements } from '../testing/recorded-statements.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlAccessLists } from './access-store.ts'
import { createSqlSelectionStore } from './selections-store.ts'
import { createSqlDirectoryKeys } from './user-keys.ts'
import { createSqlUserDirectory } from './users-store.ts'

const aUser = (n: number): User => ({
  id: `u-${n}`,
  email: `person${n}@acme.example`,
  firstName: 'Ana',
  lastName: `Souza${n}`,
  orgUserId: `org-${n}`,
  status: 'active',
  groups: n % 2 === 0 ? ['e-1', 'e-9'] : n % 3 === 0 ? ['e-2'] : [],
  roles: [],
  canCreateBot: false,
  isDeveloper: n % 4 === 0,
})
const people = Array.from({ length: 30 }, (_, n) => aUser(n))
const scope = { groups: ['e-1', 'e-unknown'], bots: null, since: 0 }
const within = people.filter(({ groups }) => groups.includes('e-1')).map(({ id }) => id)
const ids = people.map(({ id }) => id)
const page = { sort: 'email', after: null, limit: 100 } as const
const kept = { scope, sentence: message('selection.all'), memberId: 'm', at: 0, except: [] }

/** Every read of users that a route or a check makes for a limited member. Each returns the users that it shows. */
const reads: Readonly<Record<string, (db: Storage['db']) => Promise<readonly string[]>>> = {
  search: async (db) =>
    (
      await createSqlUserDirectory(db)
        .within(scope)
        .search({ ...page, filter: {} })
    ).items.map(({ id }) => id),
  'search of a term': async (db) =>
    (
      await createSqlUserDirectory(db)
        .within(scope)
        .search({ ...page, filter: { q: 'souza' } })
    ).items.map(({ id }) => id),
  'search by relevance': async (db) =>
    (
      await createSqlUserDirectory(db)
        .within(scope)
        .search({ ...page, sort: 'relevance', filter: { q: 'person' } })
    ).items.map(({ id }) => id),
  'search of another group': async (db) =>
    (
      await createSqlUserDirectory(db)
        .within(scope)
        .search({ ...page, filter: { group: 'e-2' } })
    ).items.map(({ id }) => id),
  count: async (db) => within.slice(0, await createSqlUserDirectory(db).within(scope).count({ flag: 'developer' })),
  'near misses': async (db) => {
    const texts = await createSqlUserDirectory(db).within(scope).similar({ q: 'souzza' })
    return people.filter(({ lastName }) => texts.includes(`Ana ${lastName}`)).map(({ id }) => id)
  },
  find: async (db) => {
    const users = createSqlUserDirectory(db).within(scope)
    return (await Promise.all(ids.map((id) => users.find(id)))).flatMap((user) => user?.id ?? [])
  },
  'access lists': async (db) => {
    const { statuses } = await createSqlAccessLists(db).within(scope).userCounts()
    return within.slice(0, statuses[0]?.userCount)
  },
  'selection of all that match': async (db) =>
    within.slice(0, (await createSqlSelectionStore(db).freeze({ ...kept, users: { matching: {} } })).count),
  'selection of users': async (db) =>
    within.slice(0, (await createSqlSelectionStore(db).freeze({ ...kept, users: { userIds: ids } })).count),
  'users added to a selection': async (db) => {
    const selections = createSqlSelectionStore(db)
    const { id } = await selections.freeze({ ...kept, users: { userIds: ['u-0'] } })
    const selected = async () => (await selections.lookUp(id, { ...kept, userIds: ids, filter: {} }))?.selected ?? []
    await selections.change(id, { ...kept, add: { matching: {} }, remove: { userIds: ['u-0'] } })
    const matching = await selected()
    await selections.change(id, { ...kept, add: { userIds: ids }, remove: { matching: {} } })
    return [...matching, ...(await selected())]
  },
  'look at a selection of more users': async (db) => {
    const selections = createSqlSelectionStore(db)
    const { id } = await selections.freeze({ ...kept, scope: null, users: { userIds: ids } })
    recorded.take()
    const view = await selections.lookUp(id, { ...kept, userIds: [], filter: {} })
    return [
      ...(view?.users ?? []).map((user) => user.id),
      ...((await selections.addresses(id, { ...kept, limit: 100 })) ?? []).map(
        (email) => people.find((user) => user.email === email)?.id ?? '',
      ),
    ]
  },
  labels: async (db) => [...(await createSqlSelectionStore(db).labels(ids, scope)).keys()],
  'number of keys': async (db) => within.slice(0, await createSqlDirectoryKeys(db).within(scope).count()),
  'pages of keys': async (db) => {
    const keys = createSqlDirectoryKeys(db).within(scope)
    const found = await Promise.all(
      (['email', 'orgUserId', 'userId'] as const).map((by) => keys.page(by, { key: '', id: '' }, 100)),
    )
    return found.flatMap((one): readonly string[] => JSON.parse(one.ids))
  },
  'search of keys': async (db) => {
    const keys = createSqlDirectoryKeys(db).within(scope)
    const found = await keys.of(
      'email',
      people.map(({ email }) => email),
    )
    return found.flatMap((one): readonly string[] => JSON.parse(one.ids))
  },
}

let recorded: RecordedStatements

describeOnEachStorage('reads of users within a limit', (open) => {
  beforeAll(async () => {
    const storage = await open()
    const directory = createSqlUserDirectory(storage.db)
    await directory.upsertUsers(people, 1000)
    recorded = recordStatements(storage)
  })

  test.each(Object.keys(reads))('%s: only these users, by the one condition', async (name) => {
    recorded.take()
    const shown = (await reads[name]?.(recorded.db)) ?? []
    expect(shown.filter((id) => !within.includes(id))).toEqual([])
    if (name !== 'search of another group') expect(shown.length).toBeGreaterThan(0)
    const readers = recorded.take().filter(({ sql }) => /\b(?:from|join) "?users"?\b/.test(sql))
    expect(readers.length).toBeGreaterThan(0)
    for (const { sql } of readers) {
      // The sample only estimates how many users match.
      expect(sql).toContain('user_tags.key = any(')
    }
  })

  test('without groups of the account finds no user', async () => {
    const none = { ...scope, groups: [] }
    expect(await createSqlUserDirectory(recorded.db).within(none).count({})).toBe(0)
  })
})

/** What reads users beside the reads above, and why it may read all. */
const unlimited: Readonly<Record<string, string>> = {
  'directory/users-store.ts': 'within a limit; holders of admin roles for the guards; the number of users',
  'directory/users-search.ts': 'within the condition of its filter',
  'directory/search-steps.ts': 'within the condition of its filter',
  'directory/similar-users.ts': 'within the condition of its filter',
  'directory/selections-store.ts': 'within a limit; a plan compares the users of a selection with the limit',
  'directory/access-store.ts': 'within a limit; groups of administrators',
  'directory/user-keys.ts': 'within a limit',
  'directory/users-by-identifier.ts': 'a plan must find each user with an address, and hides those beyond the limit',
  'directory/directory-reads.ts': 'the number of users, and groups of administrators',
  'directory/directory-store.ts': 'the sync',
  'directory/unreadable-records.ts': 'refuses limited members',
  'database/postgres/take-over-embedded.ts': 'a start dates readings of the future, and shows none',
  'database/hold-store.ts': 'whether there is any user',
  'directory/users-write.ts': 'the sync',
  'guards/guard-facts.ts': 'the guards',
  'cases/cases-store.ts': 'refuses limited members',
  'audit/named-person.ts': 'refuses limited members',
  'person/erase-person.ts': 'refuses limited members',
  'person/named-rows.ts': 'refuses limited members',
}

test('no other file of the store reads users', () => {
  const root = join(import.meta.dirname, '..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/spec\.ts$|^testing|^migrations|^tables/.test(path))
    .filter((path) =>
      /\b(?:from|join|update) users\b|selectFrom\('users'\)/.test(readFileSync(join(root, path), 'utf8')),
    )
    .map((path) => relative(root, join(root, path)))
  expect(files.toSorted()).toEqual(Object.keys(unlimited).toSorted())
})
