import { aUser } from '@muster/core/testing/account'
import { expect, test } from 'vitest'
import { fixRows } from '../../../features/uploads/fix/fix-rows.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'
import { createIndexCache, readIndex } from './index-cache.ts'
import { duplicateKey, UploadIndex } from './upload-index.ts'

const people = [aUser({ id: 'u-0', email: 'p0@example.com' })]

describeOnEachStorage('the indexes in memory', (open) => {
  test('are those of the latest uploads, without removed ones', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload('Email,Developer\np0@example.com,yes', 'a.csv')
    const cache = createIndexCache(db)
    for (let n = 0; n < 100; n += 1) cache.keep(`u-${n}`, new UploadIndex(0))
    expect(cache.size).toBe(64)
    expect((await cache.get(id))?.rows).toBe(1)
    expect(cache.size).toBe(64)
    cache.drop(id)
    expect(cache.size).toBe(63)
  })

  test('have each block once, also if it was stored while they were read', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload('Email,Developer\np0@example.com,yes', 'a.csv')
    const cache = createIndexCache(db)
    const index = await cache.get(id)
    const version = index?.version ?? 0
    cache.apply(id, version + 1, (own) => {
      for (const block of own.blocks.slice()) own.append(block)
    })
    expect(index).toMatchObject({ version: version + 1, rows: 1 })
    expect(index?.blocks).toHaveLength(1)
    expect(index?.counts().rows).toBe(1)
  })

  test('have the counts and pages that a new index has, after edits and exclusions', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const address = (n: number) => (n % 50 === 0 ? 'p0@example.com' : `new${n}@example.com`)
    const lines = Array.from({ length: 2500 }, (_, n) => `${address(n)},${n % 7 === 0 ? 'perhaps' : 'yes'}`)
    const id = await app.upload(['Email,Developer', ...lines].join('\n'), 'a.csv')
    const edit = (row: number, column: number, value: string) =>
      fixRows(app.deps, id, { kind: 'cells', cells: [{ row, column, value }] })
    await edit(2, 0, 'elsewhere@example.com')
    await edit(1502, 1, 'no')
    await app.deps.exclusions.excludeLevel(await app.record(id), 'warning', true)
    await app.deps.exclusions.exclude(await app.record(id), [102, 2402], true)
    await edit(2403, 0, 'p0@example.com')
    await app.deps.rows.recount(id)
    const fresh = await readIndex(db, id)
    expect((await app.record(id)).tally?.counts).toEqual(fresh?.counts())
    const pages = (['error', 'ready', 'excluded', 'note'] as const).map((level) => ({ level, after: 900, limit: 40 }))
    for (const query of [...pages, { issue: duplicateKey, after: 1100, limit: 40 }]) {
      const places = fresh?.match(query).map(({ block, at }) => block.facts.numbers[at]) ?? []
      expect((await app.deps.rows.list(id, query)).map(({ row }) => row)).toEqual(places)
    }
    expect(fresh?.duplicates().count).toBeGreaterThan(0)
  })

  test('mark no row as a repetition after its user was removed', async () => {
    const { db } = await open()
    const app = await uploadApp(db, { people })
    const id = await app.upload('Email,Developer\np0@example.com,yes\np0@example.com,yes', 'a.csv')
    const index = await readIndex(db, id)
    const [block] = index?.blocks ?? []
    if (index === null || block === undefined) throw new Error('the upload has no block')
    expect(index.duplicates()).toEqual({ count: 1, firstRow: 3 })
    const [subjectKeys, alikeKeys] = [block.facts.subjectKeys.slice(), block.facts.alikeKeys.slice()]
    subjectKeys[1] = 0
    alikeKeys[1] = 0
    index.replace({ ...block, facts: { ...block.facts, subjectKeys, alikeKeys } })
    index.findDuplicates()
    expect(index.duplicates().count).toBe(0)
  })
})
