import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Storage } from '../database/storage.ts'
import { loadManyUsers } from '../testing/many-users.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlUserDirectory } from './users-store.ts'

const size = 100_000

describeOnEachStorage('searching many users', (open) => {
  let storage: Storage
  beforeAll(async () => {
    storage = await open()
    await loadManyUsers(storage, size)
  }, 300_000)

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
    expect(all.count).toEqual({ value: 1_000, capped: true })
    const allUsers = await directory.search({ filter: {}, sort: 'email', after: null, limit: 1 })
    expect(allUsers.count).toEqual({ value: 1_000, capped: true })
  })
})
