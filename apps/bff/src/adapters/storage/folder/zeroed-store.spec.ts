// PostgreSQL reads a page of zeros as unused: no checksum shows that it contained rows.
import { closeSync, cpSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openPglite } from '../database/pglite/pglite-storage.ts'
import { type Storage, silentLogger } from '../database/storage.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { refuseCleared } from './check-store.ts'
import { copyStore } from './copy-store.ts'
import { pageBytes } from './page-checksum.ts'
import { readKnown, refuseIncomplete } from './store-record.ts'
import { findDamage, pagesFiles, verifyPages } from './verify-pages.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-zeroed-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const whole = join(root, 'whole')
let copies = 0

function aCopy(of: string): string {
  const copy = join(root, String((copies += 1)))
  cpSync(of, copy, { recursive: true })
  return copy
}

async function within<T>(dataDir: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openPglite({ dataDir }, silentLogger)
  try {
    return await work(storage)
  } finally {
    await storage.close()
  }
}

beforeAll(async () => {
  await beginDataDir(whole)
  await within(whole, (storage) =>
    storage.executeSql(`create table people as
      select n, repeat(md5(n::text), 8) as text from generate_series(1, 3000) n`),
  )
})

/** Writes over a page; returns its former content. */
function replacePage(file: string, page: number, content: Buffer): Buffer {
  const descriptor = openSync(file, 'r+')
  const old = Buffer.alloc(pageBytes)
  readSync(descriptor, old, 0, pageBytes, page * pageBytes)
  writeSync(descriptor, content, 0, pageBytes, page * pageBytes)
  closeSync(descriptor)
  return old
}

it('refuses a closed store with zeros over a page of any table or index, and any backup of it', async () => {
  const dataDir = aCopy(whole)
  const folder = join(dataDir, 'pglite')
  const known = await refuseIncomplete(dataDir)
  if (known === null) throw new Error('there is a store')
  let cleared = 0
  for (const [path, { pages, zeros }] of Object.entries(known.zeroPages)) {
    if (pages === 0 || zeros.length > 0) continue
    const page = cleared % pages
    const old = replacePage(join(folder, path), page, Buffer.alloc(pageBytes))
    const damage = `${path}, page ${page}`
    expect(await findDamage(folder, [path], known.zeroPages)).toEqual({ cleared: damage, damage })
    expect(await verifyPages(folder, [path], known.zeroPages)).toMatchObject({ damage })
    if (cleared === 0) {
      await expect(refuseCleared(dataDir, known)).rejects.toThrow(damage)
      const backup = await copyStore(dataDir, join(root, 'backup'))
      await expect(backup.finish('')).rejects.toThrow('The backup was not made')
    }
    replacePage(join(folder, path), page, old)
    cleared += 1
  }
  expect(cleared).toBeGreaterThan(100)
  await expect(refuseCleared(dataDir, known)).resolves.toMatchObject({ damage: null })
})

it('opens what a kill leaves after tables grew, were rewritten, emptied and dropped, and refuses zeros in it', async () => {
  const dataDir = aCopy(whole)
  const { killed, path } = await within(dataDir, async (storage) => {
    await storage.executeSql('create table gone as select * from people')
    await storage.backUp?.(join(root, 'checkpoint'), '')
    await storage.executeSql('drop table gone')
    await storage.executeSql('create table emptied as select * from people')
    await storage.executeSql('truncate emptied')
    await storage.executeSql(`insert into people select n + 10000, '' from people`)
    await storage.executeSql('delete from people where n > 10000')
    const { rows } = await storage.executeSql(`select pg_relation_filepath('people') as path`)
    await storage.executeSql('create table rewritten as select * from people')
    await storage.executeSql('vacuum full rewritten')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
    return { killed: aCopy(dataDir), path: (rows as [{ path: string }])[0].path }
  })
  const zeroed = aCopy(killed)
  const count = await within(killed, (storage) => storage.executeSql('select count(*)::int as count from people'))
  expect(count.rows).toEqual([{ count: 3000 }])
  expect(await readKnown(killed)).toMatchObject({ isRecorded: true, isClosed: true })

  // A page that recovery does not restore: nothing changed it since the checkpoint.
  const { isClosed, zeroPages } = await readKnown(zeroed)
  expect(isClosed).toBe(false)
  const [unchanged = ''] = [...pagesFiles(join(zeroed, 'pglite')).keys()].filter(
    (one) => one.startsWith('base/5/') && one !== path && (zeroPages[one]?.pages ?? 0) > 3,
  )
  replacePage(join(zeroed, 'pglite', unchanged), 2, Buffer.alloc(pageBytes))
  await expect(within(zeroed, async () => {})).rejects.toMatchObject({ code: 'damaged' })
})

it('opens a store that a kill left between a checkpoint and the removal of the file of a dropped table', async () => {
  const dataDir = aCopy(whole)
  const { path, killed } = await within(dataDir, async (storage) => {
    await storage.executeSql('create table gone as select * from people')
    const { rows } = await storage.executeSql(`select pg_relation_filepath('gone') as path`)
    await storage.backUp?.(join(root, 'recorded'), '')
    await storage.executeSql('drop table gone')
    // A checkpoint that removes nothing: the file is back as the kill leaves it, empty.
    await storage.executeSql('checkpoint')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
    const [{ path: file }] = rows as [{ path: string }]
    const copy = aCopy(dataDir)
    writeFileSync(join(copy, 'pglite', file), '')
    return { path: file, killed: copy }
  })
  expect((await readKnown(killed)).sizes[path]).toBeGreaterThan(0)
  const closedByKill = aCopy(dataDir)
  cpSync(join(killed, 'store.json'), join(closedByKill, 'store.json'))
  writeFileSync(join(closedByKill, 'pglite', path), '')
  expect(await readKnown(closedByKill)).toMatchObject({ isRecorded: true, isClosed: true })

  for (const one of [killed, closedByKill]) {
    const count = await within(one, (storage) => storage.executeSql('select count(*)::int as count from people'))
    expect(count.rows).toEqual([{ count: 3000 }])
  }
})
