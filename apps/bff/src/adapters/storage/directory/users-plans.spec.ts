import { type UserFilter, userSorts } from '@muster/contracts/users'
import { message } from '@muster/wording/message'
import type { CompiledQuery } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Db, Storage } from '../database/storage.ts'
import { loadManyUsers } from '../testing/many-users.ts'
import { explain, recordStatements } from '../testing/recorded-statements.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlDirectoryStore } from './directory-store.ts'
import { createSqlSelectionStore } from './selections-store.ts'
import { createSqlDirectoryKeys } from './user-keys.ts'
import { createSqlUserDirectory } from './users-store.ts'

/** Enough for the planner to choose as with a million, as run with `MUSTER_MANY_USERS=1000000`. */
const size = Number(process.env['MUSTER_MANY_USERS'] ?? 100_000)

const classes: readonly [string, UserFilter][] = [
  ['one character', { q: 'q' }],
  ['one character that starts many words', { q: 'a' }],
  ['two characters', { q: 'zo' }],
  ['two characters without a match', { q: 'qz' }],
  ['three characters', { q: 'zim' }],
  ['three characters without a match', { q: 'xqz' }],
  ['a common name', { q: 'peter' }],
  ['two common names', { q: 'smith peter' }],
  ['a part of many names', { q: 'imme' }],
  ['a long term', { q: 'peter.smith1' }],
  ['an organization id', { q: 'ORG1234' }],
  ['another script', { q: '李小' }],
  ['a term all users have', { q: 'example' }],
  ['a rare group', { group: 'e-rare' }],
  ['a third of all users', { group: 'e-all' }],
  ['a role on a bot', { role: 'r-1', bot: 'st-2' }],
  ['a flag most have', { flag: 'not_bot_creator' }],
  ['the commonest status', { status: 'active' }],
  ['a flag and a status', { flag: 'bot_creator', status: 'suspended' }],
  ['a term in a rare group', { q: 'ann', group: 'e-rare' }],
]

const readsAll = (plan: string) => plan.split('\n').filter((line) => line.includes('Seq Scan on users'))

describeOnEachStorage('every statement on many users, explained as it was sent', (open) => {
  let storage: Storage
  let recorded: ReturnType<typeof recordStatements>
  beforeAll(
    async () => {
      storage = await open()
      await loadManyUsers(storage, size)
      recorded = recordStatements(storage)
    },
    Math.max(600_000, size * 3),
  )

  /** The statements on users that `act` sent, each with its plan. */
  async function plansOf(act: (db: Db) => Promise<unknown>): Promise<readonly { sql: string; plan: string }[]> {
    recorded.take()
    await act(recorded.db)
    const sent = recorded.take().filter(({ sql }) => /\busers\b/.test(sql))
    expect(sent.length, 'something was sent').toBeGreaterThan(0)
    const planned = async (query: CompiledQuery) => ({ sql: query.sql, plan: await explain(storage, query) })
    return Promise.all(sent.map(planned))
  }

  const bothPages = (filter: UserFilter) => async (db: Db) => {
    const directory = createSqlUserDirectory(db)
    for (const sort of userSorts) {
      const first = await directory.search({ filter, sort, after: null, limit: 50 })
      if (first.next !== null) await directory.search({ filter, sort, after: first.next, limit: 50 })
    }
  }

  test.each(classes)('%s: pages in every order use an index, or stop at the cap', async (_name, filter) => {
    const page = { sort: 'email', after: null, limit: 1 } as const
    const { count } = await createSqlUserDirectory(storage.db).search({ filter, ...page })
    for (const { sql, plan } of await plansOf(bothPages(filter))) {
      // If more users match than are counted, reading rows until the cap is full may be the fastest plan.
      const stops = count.capped && sql.includes(`limit $`)
      expect(stops ? [] : readsAll(plan), `${sql}\n${plan}`).toEqual([])
    }
  })

  test.each([['smtih peter'], ['zimmermaan'], ['smith qqqq'], ['ORG99999999'], ['peter.smiht99999@acme.example']])(
    '%s: near misses use an index',
    async (q) => {
      const plans = await plansOf((db) => createSqlUserDirectory(db).similar({ q }))
      for (const { sql, plan } of plans) expect(readsAll(plan), `${sql}\n${plan}`).toEqual([])
    },
  )

  test.each(classes)(
    '%s: freezing reads the users once',
    async (_name, filter) => {
      const frozen = (db: Db) =>
        createSqlSelectionStore(db).freeze({
          users: { matching: filter },
          except: ['u-1'],
          sentence: message('selection.all'),
          scope: null,
          memberId: 'm-1',
          at: 1,
        })
      const [freezing] = await plansOf(frozen)
      expect(freezing?.plan.match(/(?:Scan|Scan using \w+) on users\b/g), `${freezing?.plan}`).toHaveLength(1)
    },
    300_000,
  )

  test.each([
    ['email', 'users_by_email'],
    ['name', 'users_by_first_name'],
    ['status', 'users_by_status'],
    ['synced', 'users_by_sync'],
  ] as const)('all users by %s: pages read %s, in both directions', async (column, index) => {
    for (const sort of [column, `-${column}`] as const) {
      const plans = await plansOf(async (db) => {
        const directory = createSqlUserDirectory(db)
        const { next } = await directory.search({ filter: {}, sort, after: null, limit: 50 })
        await directory.search({ filter: {}, sort, after: next, limit: 50 })
      })
      const pages = plans.filter(({ sql }) => sql.includes('order by'))
      expect(pages).toHaveLength(2)
      for (const { plan } of pages) {
        expect(plan).toContain(index)
        expect(plan.match(/Sort /g) ?? []).not.toContain('Incremental Sort')
      }
    }
  })

  test.each<[string, (db: Db) => Promise<unknown>]>([
    ['one user', (db) => createSqlUserDirectory(db).find('u-00000001-1')],
    [
      'users by identifiers',
      (db) =>
        createSqlUserDirectory(db).byIdentifiers([
          { by: 'email', value: 'a@b.c' },
          { by: 'orgUserId', value: 'ORG1' },
          { by: 'userId', value: 'u-1' },
        ]),
    ],
    ['the admins', (db) => createSqlUserDirectory(db).adminPolicy()],
    ['users marked gone', (db) => createSqlUserDirectory(db).markGone(['u-0'], 1)],
    ['labels', (db) => createSqlSelectionStore(db).labels(['u-00000001-1'], null)],
    ['users chosen by hand', (db) => readSelection(db, ['u-00000001-1', 'u-00000002-1'])],
  ])('%s: by an index', async (_name, act) => {
    for (const { sql, plan } of await plansOf(act)) expect(readsAll(plan), `${sql}\n${plan}`).toEqual([])
  })

  test('a thousand users by identifiers: by an index, also before the first statistics', async () => {
    await storage.executeSql("delete from pg_statistic where starelid = 'users'::regclass")
    const values = Array.from({ length: 1000 }, (_, n) => `E${n}`)
    const plans = await plansOf(async (db) => {
      for (const by of ['email', 'orgUserId', 'userId'] as const) {
        await createSqlUserDirectory(db).byIdentifiers(values.map((value) => ({ by, value })))
        await createSqlDirectoryKeys(db).of(by, values)
      }
    })
    await storage.executeSql('analyze users')
    expect(plans).toHaveLength(6)
    for (const { sql, plan } of plans) expect(readsAll(plan), `${sql}\n${plan}`).toEqual([])
  })

  test('their number: counted in pieces, each by an index', async () => {
    let users = 0
    const plans = await plansOf(async (db) => {
      users = await createSqlDirectoryKeys(db).count()
    })
    expect(users).toBe(size)
    expect(plans.length).toBeGreaterThan(2)
    for (const { sql, plan } of plans) expect(readsAll(plan), `${sql}\n${plan}`).toEqual([])
  })

  test('a pass: finds seen and removed users by the index of passes', async () => {
    const plans = await plansOf(async (db) => {
      const store = createSqlDirectoryStore(db)
      await store.beginPass(1)
      await store.seenUsers()
      await store.upsertUsers([], 1)
    })
    for (const { sql, plan } of plans) expect(readsAll(plan), `${sql}\n${plan}`).toEqual([])
    expect(plans.map(({ plan }) => plan).join('\n')).toContain('users_by_generation')
  })

  test('users never counted: a sample is a few pages, and a finished pass counts them', async () => {
    const isCounted = async () => {
      const { rows } = await storage.executeSql(
        `select exists (select from pg_statistic where starelid = 'users'::regclass) and reltuples > 0 as counted
         from pg_class where oid = 'users'::regclass`,
      )
      return rows
    }
    await storage.executeSql("delete from pg_statistic where starelid = 'users'::regclass")
    await storage.executeSql("update pg_class set relpages = 0, reltuples = -1 where oid = 'users'::regclass")
    expect(await isCounted()).toEqual([{ counted: false }])
    recorded.take()
    await createSqlUserDirectory(recorded.db).search({
      filter: { q: 'imme' },
      sort: 'relevance',
      after: null,
      limit: 50,
    })
    const sample = recorded.take().find(({ sql }) => sql.includes('tablesample'))
    const { rows } = await storage.executeSql(sample?.sql ?? '', [...(sample?.parameters ?? [])])
    expect(Object(rows[0])).toHaveProperty('pages')
    // Each page is chosen by chance: 12 of some thousands on average.
    expect(Object(rows[0]).pages).toBeLessThan(60)
    await createSqlDirectoryStore(storage.db).finishPass({ source: 'kore', at: 1, sweep: false, reason: null })
    expect(await isCounted()).toEqual([{ counted: true }])
  })

  test('a column without an index sorts a bounded number of users, and refuses more', async () => {
    const page = { sort: 'groups', after: null, limit: 10 } as const
    const directory = createSqlUserDirectory(storage.db)
    await expect(directory.search({ ...page, filter: {} })).rejects.toThrow('at most 10,000 users')
    const [plan] = await plansOf((db) => createSqlUserDirectory(db).search({ ...page, filter: { group: 'e-rare' } }))
    expect(readsAll(plan?.plan ?? '')).toEqual([])
  })

  test('these tests detect a statement without an index', async () => {
    const [plan] = await plansOf((db) => db.selectFrom('users').select('id').where('first_name', '=', 'x').execute())
    expect(readsAll(plan?.plan ?? '')).toHaveLength(1)
  })
})

async function readSelection(db: Db, userIds: readonly string[]): Promise<void> {
  const { id } = await createSqlSelectionStore(db).freeze({
    users: { userIds },
    except: [],
    sentence: message('selection.all'),
    scope: null,
    memberId: 'm-1',
    at: 1,
  })
  for await (const users of createSqlUserDirectory(db).streamSelection(id, 100)) expect(users).toHaveLength(2)
}
