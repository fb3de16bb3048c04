import { aUser } from '@muster/core/testing/account'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../migrations/run-migrations.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlUserDirectory } from './users-store.ts'

describeOnEachStorage('a store filled by an earlier version', (open) => {
  test('finds each user as a new store does, after the migration', async () => {
    const storage = await open()
    const { db } = storage
    const directory = createSqlUserDirectory(db)
    const many = Array.from({ length: 2100 }, (_, n) =>
      aUser({ id: `u-${String(n).padStart(5, '0')}`, email: `user${n}@example.com`, orgUserId: `E${n}` }),
    )
    const odd = [
      aUser({ id: 'u-a', email: 'Zoe\u0308@b\u00fccher.example', firstName: 'がく', orgUserId: 'E-a' }),
      aUser({ id: 'u-z', email: 'ana@xn--bcher-kva.example', firstName: 'Ана', orgUserId: 'E-z' }),
    ]
    await directory.upsertUsers([...many, ...odd], Date.now())
    const stored = () => sql<object>`select id, email_key, search from users order by id`.execute(db)
    const { rows: right } = await stored()
    await sql`update users set email_key = lower(email), search = 'as an earlier version wrote it'`.execute(db)
    await sql`delete from kysely_migration where name = '0003-comparable-users'`.execute(db)
    await migrate(storage)
    expect((await stored()).rows).toEqual(right)
    const found = await directory.byIdentifiers([
      { by: 'email', value: 'zo\u00eb@xn--bcher-kva.example' },
      { by: 'email', value: 'ana@b\u00fccher.example' },
      { by: 'email', value: 'user2099@example.com' },
    ])
    expect(found.map((match) => (match.kind === 'user' ? match.user.id : null))).toEqual(['u-a', 'u-z', 'u-02099'])
  })
})
