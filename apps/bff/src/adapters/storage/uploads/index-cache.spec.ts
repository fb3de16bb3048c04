import { aUser } from '@muster/core/testing/account'
import { expect, test } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { uploadApp } from '../testing/upload-app.ts'
import { createIndexCache } from './index-cache.ts'
import { UploadIndex } from './upload-index.ts'

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
})
