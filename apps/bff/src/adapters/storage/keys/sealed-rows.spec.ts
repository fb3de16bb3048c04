import { aUser, lookups } from '@muster/core/testing/account'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createSealer, type Sealer } from '../../sealing/sealing.ts'
import { placeOf, type SealedColumn, sealedColumns, sealPlugin } from '../database/seal.ts'
import type { Db, Storage } from '../database/storage.ts'
import { bytesColumn, bytesFrom } from '../database/stored-bytes.ts'
import { insertErasure } from '../erasures/erasures-insert.ts'
import { createSqlErasureStore } from '../erasures/erasures-store.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { createSqlJobRunStore } from '../jobs/run/jobs-run-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'
import { isSealedWith, resealContent } from './sealed-rows.ts'
import { abandonSealingKey, admitSealingKeys, recordResealed, resealedAt } from './sealing-keys.ts'

const [first, second] = [Buffer.from('the first key of the tests'), Buffer.from('the second key of the tests')]
const [onlyFirst, onlySecond, both] = [createSealer(first), createSealer(second), createSealer(second, [first])]
const columns: readonly SealedColumn[] = ['chunk', 'cells', 'dictionary', 'issues', 'plan', 'response', 'status']
const pause = async () => {}

const sealedBy = ({ db }: Storage, sealer: Sealer | null): Db =>
  sealer === null ? db.withoutPlugins() : db.withoutPlugins().withPlugin(sealPlugin(sealer.content))

const watched = { id: 'e-1', requestId: 'eud-1', requestedAt: 0, checks: 0, jobId: null }

/** An erasure with Kore.ai's response to a person. */
async function fillErasure(db: Db) {
  const one = { seq: 1, identifier: { by: 'email', value: 'p9@example.com' }, user: null } as const
  const erasure = {
    id: 'e-1',
    requestId: 'eud-1',
    requestedBy: 'Ana',
    scope: { kind: 'all_bots' },
    people: [one],
  } as const
  const scopeText = message('scope.all_bots')
  await db
    .transaction()
    .execute((trx) =>
      insertErasure(trx, { erasure: { ...erasure, scopeText, reason: null }, jobId: null, at: new Date(0) }),
    )
  const people = [{ n: 0, state: 'failed', koreStatus: 'words on a person' } as const]
  await createSqlErasureStore(db).record(
    { ...watched, people: [] },
    { state: 'failed', reason: null, nextCheckAt: null, people },
    1,
  )
}

/** A file with an error, its plan, and a job with a response that is no answer. */
async function fill(db: Db) {
  const app = await uploadApp(db, { people: [aUser({ id: 'u-1', email: 'p1@example.com' })], lookups })
  const upload = await app.upload(
    'Email,Role\np1@example.com,Tester on Billing\np1@example.com,no such role\n',
    'a.csv',
  )
  const { id: planId } = await app.plan(await app.upload('Email,Role\np1@example.com,Tester on Billing\n', 'b.csv'))
  const plan = (await app.plans.store.get(planId)) ?? expect.fail('there is no plan')
  const jobId = await app.apply(plan)
  const runs = createSqlJobRunStore(db)
  const leased = await runs.acquire(jobId, 60_000)
  if (typeof leased === 'string') return expect.fail(`the job is ${leased}`)
  await runs.doubt(leased.lease, [1], 0, 'words of the proxy')
  await fillErasure(db)
  return { upload, planId, jobId }
}

/** Everything that was stored, opened. */
async function contentOf(db: Db, { upload, planId, jobId }: Awaited<ReturnType<typeof fill>>) {
  const app = await uploadApp(db, { people: [], lookups })
  const [item] = await createSqlJobReader(db, 90_000).items(jobId, { afterSeq: 0, limit: 9 })
  return {
    rows: await app.rows(upload),
    issues: (await app.record(upload)).tally?.groups.map(({ code }) => code),
    file: await app.deps.files.lend(upload, async (path) => path.length > 0),
    plan: await app.plans.store.items(planId, { afterSeq: 0, limit: 9 }),
    answer: item?.koreResponse,
    status: (await createSqlErasureStore(db).get('e-1'))?.people[0]?.koreStatus,
  }
}

async function stored(db: Db, column: SealedColumn): Promise<readonly Buffer[]> {
  const { table, column: name, kind } = sealedColumns[column]
  const value = kind === 'text' ? sql`encode(convert_to(${sql.ref(name)}, 'utf8'), 'hex')` : bytesColumn(name)
  const { rows } = await sql<{ value: string }>`
    select ${value} as value from ${sql.table(table)} where ${sql.ref(name)} is not null`.execute(db)
  return rows.map((row) => bytesFrom(row.value))
}

describeOnEachStorage('sealed content', (open) => {
  test('is files, rows, plans and responses; it opens with its key only, and only in its own row', async () => {
    const storage = await open()
    const db = sealedBy(storage, onlyFirst)
    const filled = await fill(db)
    for (const column of columns) {
      const values = await stored(db, column)
      expect(values.length).toBeGreaterThan(0)
      for (const value of values) expect(value.toString('latin1')).toMatch(/^(\xffMS|sealed:\/01T)/)
    }
    expect(await contentOf(db, filled)).toMatchObject({
      file: true,
      issues: expect.arrayContaining(['role_unrecognized', 'duplicate_person']),
      answer: 'words of the proxy',
      status: 'words on a person',
    })
    await expect(contentOf(sealedBy(storage, onlySecond), filled)).rejects.toThrow(
      `Content is sealed with the key ${onlyFirst.keyId}, which is not set`,
    )
    await sql`update upload_chunks c set bytes = o.bytes from upload_chunks o where o.upload_id <> c.upload_id`.execute(
      db,
    )
    const app = await uploadApp(db, { people: [], lookups })
    await expect(app.deps.files.lend(filled.upload, async () => true)).rejects.toThrow('unable to authenticate')
  })

  test('that was stored without a key is read as it is, and sealed in the background with a new key', async () => {
    const storage = await open()
    const filled = await fill(sealedBy(storage, null))
    const before = await contentOf(sealedBy(storage, null), filled)
    const db = sealedBy(storage, onlyFirst)
    expect(await contentOf(db, filled)).toEqual(before)
    expect((await resealContent(db, { sealer: onlyFirst, pause })).unreadable).toBe(0)
    for (const column of columns)
      for (const value of await stored(db, column)) expect(value.toString('latin1')).toMatch(/^(\xffMS|sealed:)/)
    expect(await contentOf(db, filled)).toEqual(before)
    expect(await resealContent(db, { sealer: onlyFirst, pause })).toEqual({ sealed: 0, unreadable: 0 })

    const next = sealedBy(storage, both)
    expect(await contentOf(next, filled)).toEqual(before)
    expect((await resealContent(next, { sealer: both, pause })).sealed).toBeGreaterThan(5)
    expect(await isSealedWith(next, onlyFirst.keyId)).toBe(false)
    expect(await contentOf(sealedBy(storage, onlySecond), filled)).toEqual(before)
  })

  test('refuses a start without its key, until the key is back, unused, or given up', async () => {
    const storage = await open()
    const db = sealedBy(storage, onlyFirst)
    const admit = (sealer: Sealer | null) => admitSealingKeys(db, { sealer, at: 1000 })
    await admit(onlyFirst)
    await admit(onlySecond)
    await admit(onlyFirst)
    await fill(db)
    await expect(admit(onlySecond)).rejects.toThrow(`sealed with the key ${onlyFirst.keyId}, which is not set`)
    await expect(admit(null)).rejects.toThrow('which is not set')
    await admit(both)
    const next = sealedBy(storage, both)
    expect(await resealedAt(next, both.keyId)).toBeNull()
    await resealContent(next, { sealer: both, pause })
    await recordResealed(next, both.keyId, 2000)
    expect(await resealedAt(next, both.keyId)).toEqual(new Date(2000))
    await admit(onlySecond)
    await expect(admit(onlyFirst)).rejects.toThrow(`the key ${both.keyId}, which is not set`)
    expect(await abandonSealingKey(db, 'ffffffffff')).toBe(false)
    expect(await abandonSealingKey(db, both.keyId)).toBe(true)
    await admit(onlyFirst)
    expect(await resealContent(db, { sealer: onlyFirst, pause })).toMatchObject({ sealed: 0, unreadable: 11 })
  })
})

test('a response keeps the place that it was sealed for before its column was renamed', () => {
  expect(placeOf('response', 'job', 7)).toBe('job_items.kore_answer job 7')
})
