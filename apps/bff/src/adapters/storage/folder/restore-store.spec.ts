// A restore that ends before it finished: killed, or by a failing disk.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import fsPromises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openPglite } from '../database/pglite/pglite-storage.ts'
import { silentLogger } from '../database/storage.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { copyStore, restoreStore } from './copy-store.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-restore-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const whole = join(root, 'whole')
const backup = join(root, 'backup')
let copies = 0

const open = async (dataDir: string) => await openPglite({ dataDir }, silentLogger)

beforeAll(async () => {
  await beginDataDir(whole)
  const storage = await open(whole)
  await storage.executeSql('create table kept as select 1 as n')
  await storage.close()
  await (await copyStore(whole, backup)).finish('2026-01-01')
})

const { rename, cp } = fsPromises

/** Node's functions, of which the call with this number fails like one on a broken disk, and no later one happens. */
function failAt(nth: number): void {
  let calls = 0
  const failing =
    <Args extends unknown[], Result>(real: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      calls += 1
      if (calls >= nth) throw Object.assign(new Error('EIO: broken'), { code: 'EIO' })
      return real(...args)
    }
  fsPromises.rename = failing(rename)
  fsPromises.cp = failing(cp)
  syncBuiltinESMExports()
}

function work(): void {
  Object.assign(fsPromises, { rename, cp })
  syncBuiltinESMExports()
}
afterEach(work)

/** Restores into a copy of a folder until a step fails; null once no step is left that can. */
async function interrupted(from: string, nth: number): Promise<string | null> {
  const dataDir = join(root, String((copies += 1)))
  cpSync(from, dataDir, { recursive: true })
  failAt(nth)
  const failure = await restoreStore(backup, dataDir, join(dataDir, 'before-restore-1')).catch(
    (error: unknown) => error,
  )
  work()
  if (typeof failure === 'string' || failure === null) return null
  expect(failure).toMatchObject({ code: 'EIO' })
  return dataDir
}

/** Each state in which a restore into a copy of this folder may end. */
async function statesOf(from: string): Promise<readonly string[]> {
  const states: string[] = []
  for (let nth = 1; ; nth += 1) {
    const dataDir = await interrupted(from, nth)
    if (dataDir === null) return states
    states.push(dataDir)
  }
}

async function expectKept(dataDir: string): Promise<void> {
  const storage = await open(dataDir)
  expect((await storage.executeSql('select n from kept')).rows).toEqual([{ n: 1 }])
  await storage.close()
}

test.each([
  ['a store', () => whole],
  [
    'a store without its record',
    () => {
      const bare = join(root, 'bare')
      cpSync(whole, bare, { recursive: true })
      rmSync(join(bare, 'store.json'))
      return bare
    },
  ],
])('a restore over %s that ends early never leaves a folder in which a new store begins', async (_name, of) => {
  const states = await statesOf(of())
  expect(states.length).toBeGreaterThan(2)
  let gone = 0
  for (const dataDir of states) {
    if (existsSync(join(dataDir, 'pglite'))) continue
    gone += 1
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('restore') })
    expect(existsSync(join(dataDir, 'pglite'))).toBe(false)
    expect(readdirSync(join(dataDir, 'before-restore-1'))).toContain('pglite')
    // Also by a second one that ends early.
    failAt(1)
    await expect(restoreStore(backup, dataDir, join(dataDir, 'before-restore-2'))).rejects.toThrow('EIO')
    work()
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'damaged' })
    expect(await restoreStore(backup, dataDir, join(dataDir, 'before-restore-3'))).toBeNull()
    expect(existsSync(join(dataDir, 'restoring'))).toBe(false)
  }
  expect(gone).toBeGreaterThan(0)
  for (const dataDir of [states[0], states.at(-1)]) if (dataDir !== undefined) await expectKept(dataDir)
})

test('a restore into an empty folder that ends early is no first start', async () => {
  const empty = join(root, 'empty')
  rmSync(empty, { recursive: true, force: true })
  await fsPromises.mkdir(empty)
  const states = await statesOf(empty)
  expect(states.length).toBeGreaterThan(1)
  for (const dataDir of states.slice(1))
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('restore') })
})

test('a file that a backup does not list is not restored', async () => {
  const more = join(root, 'more')
  cpSync(backup, more, { recursive: true })
  writeFileSync(join(more, 'pglite', 'base', '99999'), 'unknown')
  const dataDir = join(root, 'unlisted')
  cpSync(whole, dataDir, { recursive: true })
  await expect(restoreStore(more, dataDir, join(dataDir, 'before-restore-1'))).rejects.toThrow(
    'pglite/base/99999 was added since',
  )
  expect(readdirSync(dataDir).toSorted()).toEqual(readdirSync(whole).toSorted())
})
