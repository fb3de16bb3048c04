import type { UserFilter } from '@muster/contracts/users'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Storage } from './storage.ts'
import { loadManyUsers } from './testing/many-users.ts'
import { describeOnEachStorage } from './testing/storage-suites.ts'
import { createTagDictionary } from './user-tags.ts'
import { conditionOf } from './users-search.ts'
import { createSqlUserDirectory } from './users-store.ts'

const size = 100_000

const classes: readonly [string, UserFilter][] = [
  ['one character', { q: 'q' }],
  ['two characters', { q: 'zo' }],
  ['two characters nobody has', { q: 'qz' }],
  ['three characters', { q: 'zoe' }],
  ['three characters nobody has', { q: 'xqz' }],
  ['a long term', { q: 'peter.smith1' }],
  ['an organisation id', { q: 'ORG1234' }],
  ['another script', { q: '李小' }],
  ['a rare group', { group: 'e-rare' }],
  ['a role on a bot', { role: 'r-1', bot: 'st-2' }],
  ['a flag and a status', { flag: 'bot_creator', status: 'suspended' }],
  ['a term in a rare group', { q: 'ann', group: 'e-rare' }],
]

async function planOf({ db }: Storage, query: ReturnType<typeof sql>): Promise<string> {
  return JSON.stringify((await sql`explain ${query}`.execute(db)).rows)
}

describeOnEachStorage('searching many users', (open) => {
  let storage: Storage
  beforeAll(async () => {
    storage = await open()
    await loadManyUsers(storage, size)
  }, 300_000)

  async function explained(filter: UserFilter): Promise<string> {
    const condition = await conditionOf(createTagDictionary(storage.db), filter)
    if (condition.kind !== 'where') throw new Error('every class of this test has a condition')
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select id, email_key from users where ${condition.sql} limit 10001`.execute(storage.db)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  test.each(classes)('%s uses the one index of text and filters', async (_name, filter) => {
    const plan = await explained(filter)
    expect(plan).toContain('users_by_search')
    expect(plan).not.toContain('Seq Scan')
  })

  test('the first page of everybody, the look-up by e-mail and the admins use theirs', async () => {
    expect(await planOf(storage, sql`select * from users order by email_key, id limit 51`)).toContain('users_by_email')
    expect(await planOf(storage, sql`select * from users where email_key in ('a@b.c', 'd@e.f')`)).toContain(
      'users_by_email',
    )
    expect(await planOf(storage, sql`select * from users where org_user_id in ('a', 'b')`)).toContain(
      'users_by_org_user_id',
    )
    expect(await planOf(storage, sql`select * from users where is_admin`)).toContain('admins')
  })

  test('a term most users match gives the same pages as a slow and simple search, and a capped count', async () => {
    const directory = createSqlUserDirectory(storage.db)
    for (const sort of ['email', '-email'] as const) {
      for (const q of ['example', 'peter', 'zimmer', 'tom']) {
        const direction = sort === 'email' ? sql`` : sql`desc`
        const expected = await sql<{ id: string }>`select id from users where search like ${`%${q}%`}
          order by email_key ${direction}, id ${direction} limit 60`.execute(storage.db)
        const first = await directory.search({ filter: { q }, sort, after: null, limit: 30 })
        const second = await directory.search({ filter: { q }, sort, after: first.next, limit: 30 })
        const ids = [...first.items, ...second.items].map((user) => user.id)
        expect(ids).toEqual(expected.rows.map((row) => row.id))
      }
    }
    const all = await directory.search({ filter: { q: 'example' }, sort: 'email', after: null, limit: 1 })
    expect(all.count).toEqual({ value: 10_000, capped: true })
    const everybody = await directory.search({ filter: {}, sort: 'email', after: null, limit: 1 })
    expect(everybody.count).toEqual({ value: 10_000, capped: true })
  })
})
