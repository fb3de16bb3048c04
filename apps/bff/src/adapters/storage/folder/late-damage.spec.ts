// A start verifies the first pages of a large store; these tests are about damage in the others.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openPgliteSession } from '../database/pglite/pglite-session.ts'
import { openPglite } from '../database/pglite/pglite-storage.ts'
import { type Storage, silentLogger } from '../database/storage.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { checkOpenStore } from './check-store.ts'
import { pageBytes } from './page-checksum.ts'
import { databaseFolder, readKnown } from './store-record.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-late-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const whole = join(root, 'whole')
let table = ''
let copies = 0

/** A store with rows in it, closed by a regular stop. */
beforeAll(async () => {
  await beginDataDir(whole)
  const storage = await openPglite({ dataDir: whole }, silentLogger)
  await migrate(storage)
  await storage.executeSql(`create table people as
    select n, repeat(md5(n::text), 8) as text from generate_series(1, 3000) n`)
  const { rows } = await storage.executeSql(`select pg_relation_filepath('people') as path`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
  table = (rows as [{ path: string }])[0].path
  await storage.close()
})

function aCopy(): string {
  const copy = join(root, String((copies += 1)))
  cpSync(whole, copy, { recursive: true })
  return copy
}

/** Writes over a page of the table; returns its former content. */
function replacePage(dataDir: string, page: number, content: Buffer): Buffer {
  const descriptor = openSync(join(dataDir, 'pglite', table), 'r+')
  const old = Buffer.alloc(pageBytes)
  readSync(descriptor, old, 0, pageBytes, page * pageBytes)
  writeSync(descriptor, content, 0, pageBytes, page * pageBytes)
  closeSync(descriptor)
  return old
}

/** Opens a store of which the start verifies no page. */
async function open(dataDir: string): Promise<Storage & Required<Pick<Storage, 'verifyRest' | 'backUp'>>> {
  const storage = await openPglite({ dataDir, mostAtStart: 0 }, silentLogger)
  let closing: Promise<void> | null = null
  const close = () => (closing ??= storage.close())
  onTestFinished(close)
  const { verifyRest, backUp } = storage
  if (verifyRest === undefined || backUp === undefined) throw new Error('the store is embedded')
  return { ...storage, verifyRest, backUp, close }
}

const damages: Record<string, (dataDir: string) => unknown> = {
  'random bytes over a page': (dataDir) => replacePage(dataDir, 7, randomBytes(pageBytes)),
  'zeros over a page': (dataDir) => replacePage(dataDir, 7, Buffer.alloc(pageBytes)),
}

describe('damage behind what a start verifies', () => {
  for (const [name, damage] of Object.entries(damages))
    it(`ends all use of the store, and the next start refuses it: ${name}`, async () => {
      const dataDir = aCopy()
      damage(dataDir)
      const storage = await open(dataDir)
      await storage.executeSql('create table before_it_is_found (n int)')

      const found = await storage.verifyRest()
      const sentence = `${table}, page 7 does not have the content that was written. No data was removed. Restore a backup`
      expect(found).toMatchObject({ code: 'damaged', message: expect.stringContaining(sentence) })
      await expect(storage.executeSql('select 1')).rejects.toEqual(found)
      await expect(storage.executeSql('select $1', [1])).rejects.toEqual(found)
      for (let n = 0; n < 2; n += 1)
        await expect(storage.db.selectFrom('jobs').selectAll().execute()).rejects.toEqual(found)
      await expect(storage.backUp(join(root, 'never'), '')).rejects.toEqual(found)
      await storage.close()

      // Before it opens the database, whatever it would verify.
      const before = readFileSync(join(dataDir, 'pglite', table))
      await expect(openPglite({ dataDir, mostAtStart: 0 }, silentLogger)).rejects.toMatchObject({
        code: 'damaged',
        message: expect.stringContaining(sentence),
      })
      expect(readFileSync(join(dataDir, 'pglite', table)).equals(before)).toBe(true)
    })

  it('lets the transaction under way end, and refuses the next', async () => {
    const dataDir = aCopy()
    replacePage(dataDir, 3, randomBytes(pageBytes))
    const storage = await open(dataDir)
    const begun = Promise.withResolvers<void>()
    const mayCommit = Promise.withResolvers<void>()
    const writing = storage.db.transaction().execute(async (trx) => {
      begun.resolve()
      await mayCommit.promise
      await trx.selectFrom('jobs').selectAll().execute()
    })
    await begun.promise
    const verifying = storage.verifyRest()
    mayCommit.resolve()
    await writing
    await expect(verifying).resolves.toMatchObject({ code: 'damaged' })
    await expect(storage.db.transaction().execute(async () => {})).rejects.toMatchObject({ code: 'damaged' })
  })

  it('is a file that cannot be read', async () => {
    const dataDir = aCopy()
    // Each read of it fails with EIO, as one of a broken sector does.
    symlinkSync('/proc/self/mem', join(dataDir, 'pglite', 'base', '5', '99999999'))
    const sentence = expect.stringContaining('base/5/99999999, which cannot be read,')
    await expect(openPglite({ dataDir }, silentLogger)).rejects.toMatchObject({ code: 'damaged', message: sentence })
    const storage = await open(dataDir)
    await expect(storage.verifyRest()).resolves.toMatchObject({ code: 'damaged', message: sentence })
    rmSync(join(dataDir, 'pglite', 'base', '5', '99999999'))
  })

  it('is found although the record beside the store cannot be written', async () => {
    const dataDir = aCopy()
    replacePage(dataDir, 3, randomBytes(pageBytes))
    const storage = await open(dataDir)
    const record = readFileSync(join(dataDir, 'store.json'))
    writeFileSync(join(dataDir, 'store.json'), '{')
    await expect(storage.verifyRest()).resolves.toMatchObject({ code: 'damaged' })
    await expect(storage.executeSql('select 1')).rejects.toMatchObject({ code: 'damaged' })
    writeFileSync(join(dataDir, 'store.json'), record)
  })

  it('belongs to the database that has it: a restored copy is opened', async () => {
    const dataDir = aCopy()
    replacePage(dataDir, 3, randomBytes(pageBytes))
    const storage = await open(dataDir)
    await storage.verifyRest()
    await storage.close()
    for (const name of ['pglite', 'store.json']) {
      rmSync(join(dataDir, name), { recursive: true })
      cpSync(join(whole, name), join(dataDir, name), { recursive: true })
    }
    const restored = await open(dataDir)
    await expect(restored.verifyRest()).resolves.toBeNull()
  })
})

describe('a store without damage', () => {
  it('may have a page that looks damaged while it is written', async () => {
    const dataDir = aCopy()
    const known = await readKnown(dataDir)
    const session = await openPgliteSession({
      dataDir: databaseFolder(dataDir),
      deadlineMs: 60_000,
      onLost: () => {},
    })
    onTestFinished(() => session.close())
    const verifyRest = await checkOpenStore(session, { dataDir, known, read: null, most: 0 })
    const content = replacePage(dataDir, 3, randomBytes(pageBytes))
    const found: (string | null)[] = []
    const damage = await verifyRest(async (verify) => {
      found.push(await verify())
      replacePage(dataDir, 3, content)
      found.push(await verify())
      return null
    })
    expect([damage, found]).toEqual([null, [expect.stringContaining(`${table}, page 3`), null]])
  })

  it('is verified while it is written', async () => {
    const storage = await open(aCopy())
    const verified = new AbortController()
    const write = async () => {
      for (let n = 0; !verified.signal.aborted; n += 1) {
        await storage.executeSql(`create table grown_${n} as select * from people`)
        await storage.executeSql(`update people set n = n where n % 3 = ${n % 3}`)
        await storage.executeSql('vacuum people')
        await storage.executeSql('checkpoint')
        await storage.executeSql(`truncate grown_${n}`)
        await storage.executeSql(`drop table grown_${n}`)
      }
    }
    const writing = write()
    for (let n = 0; n < 2; n += 1) await expect(storage.verifyRest()).resolves.toBeNull()
    verified.abort()
    await writing
    expect((await storage.executeSql('select count(*)::int as count from people')).rows).toEqual([{ count: 3000 }])
  })
})
