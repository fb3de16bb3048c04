import { aUser } from '@muster/core/testing/account'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../migrations/run-migrations.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlUserDirectory } from './users-store.ts'

describeOnEachStorage('a store without name keys', (open) => {
  test('has the keys and the indexes of a new store after the migration', async () => {
    const storage = await open()
    const { db } = storage
    const names = ['Ana', 'José', "O'Hara", '李', ' Ana  Maria', 'İpek']
    const users = Array.from({ length: 2_100 }, (_, n) => {
      const [firstName = '', lastName = ''] = [names[n % 6], names[(n >> 3) % 6]]
      return aUser({ id: `u-${n}`, email: `user${n}@example.com`, firstName, lastName, orgUserId: `E${n}` })
    })
    await createSqlUserDirectory(db).upsertUsers(users, 1000)
    const state = async () => ({
      keys: (await sql`select id, first_key, last_key from users order by id`.execute(db)).rows,
      indexes: (await sql`select indexdef from pg_indexes where tablename = 'users' order by indexname`.execute(db))
        .rows,
    })
    const right = await state()
    for (const name of ['first_name', 'last_name', 'org_key', 'status', 'sync']) {
      await sql`drop index ${sql.ref(`users_by_${name}`)}`.execute(db)
    }
    await sql`create index users_by_org_user_id on users (org_user_id) where org_user_id is not null`.execute(db)
    await sql`alter table users drop column first_key, drop column last_key`.execute(db)
    await sql`delete from kysely_migration where name = '0140-user-name-keys'`.execute(db)
    await migrate(storage)
    expect(await state()).toEqual(right)
  })
})
