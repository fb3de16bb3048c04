import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrations } from '../migrations/registry.ts'
import { migrate, registeredNames } from '../migrations/run-migrations.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'

describeOnEachStorage('a store', (open) => {
  test('gives each opening its own empty, migrated database', async () => {
    const first = await open()
    const second = await open()
    await sql`insert into access_groups values ('e-1', 'Support', 1)`.execute(first.db)
    expect(await second.db.selectFrom('access_groups').selectAll().execute()).toEqual([])
    expect(await first.db.selectFrom('access_groups').select('name').execute()).toEqual([{ name: 'Support' }])
  })

  test('keeps concurrent transactions apart: 50 increments give 50', async () => {
    const { db } = await open()
    await sql`create table counter (n int not null)`.execute(db)
    await sql`insert into counter values (0)`.execute(db)
    await Promise.all(
      Array.from({ length: 50 }, () =>
        db.transaction().execute(async (trx) => {
          const { rows } = await sql<{ n: number }>`select n from counter for update`.execute(trx)
          await sql`update counter set n = ${(rows[0]?.n ?? 0) + 1}`.execute(trx)
        }),
      ),
    )
    expect((await sql`select n from counter`.execute(db)).rows).toEqual([{ n: 50 }])
  })

  test('rolls a failed transaction back and continues', async () => {
    const { db } = await open()
    const failing = db.transaction().execute(async (trx) => {
      await sql`insert into access_groups values ('e-2', 'Sales', 1)`.execute(trx)
      await sql`select 1 / 0`.execute(trx)
    })
    await expect(failing).rejects.toThrow('division by zero')
    expect(await db.selectFrom('access_groups').selectAll().execute()).toEqual([])
  })

  test('returns counts as numbers, times as dates, JSON as values', async () => {
    const { db } = await open()
    const { rows } = await sql`
      select count(*) as n, timestamptz '2026-01-02T03:04:05Z' as t, '{"a":[1]}'::jsonb as j, array[1,2] as tags`.execute(
      db,
    )
    expect(rows).toEqual([{ n: 1, t: new Date('2026-01-02T03:04:05Z'), j: { a: [1] }, tags: [1, 2] }])
  })

  test('runs several statements for the queue, and survives one that fails inside a transaction', async () => {
    const storage = await open()
    const { rows } = await storage.executeSql('begin; select 1 as a; select 2 as a; commit')
    expect(rows).toEqual([{ a: 1 }, { a: 2 }])
    await expect(storage.executeSql('begin; select 1 / 0; commit')).rejects.toThrow('division by zero')
    expect((await storage.executeSql('select $1::int as a', [3])).rows).toEqual([{ a: 3 }])
  })

  test('receives notifications', async () => {
    const storage = await open()
    const received = Promise.withResolvers<string>()
    const listening = await storage.listen('muster_test', received.resolve)
    await storage.executeSql('select pg_notify($1, $2)', ['muster_test', 'hello'])
    expect(await received.promise).toBe('hello')
    await listening.close()
  })
})

test('every migration has the name of its file', () => {
  expect([...registeredNames()].toSorted()).toEqual(Object.keys(migrations).toSorted())
})

describeOnEachStorage('migrate', (open) => {
  test('migrates again without effect, also from several replicas at once', async () => {
    const storage = await open()
    await expect(Promise.all([migrate(storage), migrate(storage), migrate(storage)])).resolves.toHaveLength(3)
  })

  test('refuses a schema made by a newer program, with a message', async () => {
    const storage = await open()
    await migrate(storage, { ...migrations, '9999-future': { up: async () => {} } })
    await expect(migrate(storage)).rejects.toThrow('made by a newer Muster (it has 9999-future)')
  })

  test('leaves the schema unchanged when a migration fails', async () => {
    const storage = await open()
    const failing = {
      ...migrations,
      '9998-first': { up: (db: typeof storage.db) => db.schema.createTable('never').execute() },
      '9999-second': { up: (db: typeof storage.db) => sql`select 1 / 0`.execute(db).then(() => {}) },
    }
    await expect(migrate(storage, failing)).rejects.toThrow('9999-second')
    const { rows } = await sql`select to_regclass('never') as t`.execute(storage.db)
    expect(rows).toEqual([{ t: null }])
  })
})
