import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { holdIfRestored } from '../database/store-state.ts'
import { openStorage } from '../open-storage.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { openMarkFile } from './mark-file.ts'

function folders() {
  const root = mkdtempSync(join(tmpdir(), 'muster-mark-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return { root, dataDir: join(root, 'data'), backup: join(root, 'backup') }
}

const marksIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('store-mark'))
const copy = (from: string, to: string) => cpSync(from, to, { recursive: true, preserveTimestamps: true })

test('a start on a backup taken since the last start is held', { timeout: 120_000 }, async () => {
  const { dataDir, backup } = folders()
  await beginDataDir(dataDir)
  const start = async () => {
    const storage = await openStorage({ kind: 'pglite', dataDir })
    const file = openMarkFile(dataDir)
    const reason = await holdIfRestored(storage, file, { quiesceMs: 1000, at: Date.now() })
    const state = storage.db.selectFrom('store_state').select(['store_id', 'mark'])
    const { store_id: id, mark } = await state.executeTakeFirstOrThrow()
    await storage.close()
    return { reason, call: () => file.remember(id, mark + 1) }
  }
  const first = await start()
  expect(first.reason).toBeNull()
  copy(dataDir, backup)
  first.call()
  // Into the present files, whose inodes stay.
  copy(backup, dataDir)
  expect((await start()).reason).toBe('older')
  rmSync(dataDir, { recursive: true })
  copy(backup, dataDir)
  expect((await start()).reason).toBe('copied')
  expect(marksIn(dataDir)).toHaveLength(1)
})

type PutBack = (dataDir: string, backup: string) => void
const tar = (...args: string[]) => execFileSync('tar', args)
const ways: readonly (readonly [string, 'later' | 'copied' | 'none', PutBack])[] = [
  ['copied over the folder', 'later', (dataDir, backup) => copy(backup, dataDir)],
  [
    'unpacked over the folder',
    'later',
    (dataDir, backup) => {
      tar('-C', backup, '-cf', `${backup}.tar`, '.')
      tar('-C', dataDir, '-xf', `${backup}.tar`)
    },
  ],
  [
    'mirrored, which removes what it does not have',
    'copied',
    (dataDir, backup) => {
      for (const name of readdirSync(dataDir)) if (!readdirSync(backup).includes(name)) rmSync(join(dataDir, name))
      copy(backup, dataDir)
    },
  ],
  [
    'put in place of the folder',
    'copied',
    (dataDir, backup) => {
      rmSync(dataDir, { recursive: true })
      copy(backup, dataDir)
    },
  ],
  [
    'put in its place without a mark',
    'none',
    (dataDir, backup) => {
      rmSync(dataDir, { recursive: true })
      copy(backup, dataDir)
      for (const name of marksIn(dataDir)) rmSync(join(dataDir, name))
    },
  ],
]

test.each(ways)('a backup of a running folder that is %s is recognized', (_way, expected, putBack) => {
  const { dataDir, backup } = folders()
  const running = openMarkFile(dataDir)
  running.remember('s', 300)
  copy(dataDir, backup)
  for (let mark = 301; mark <= 303; mark += 1) running.remember('s', mark)
  expect(running.read('s')).toEqual({ mark: 303, isOriginal: true })
  putBack(dataDir, backup)
  const found = openMarkFile(dataDir).read('s')
  const results = { later: { mark: 303, isOriginal: true }, copied: { mark: 300, isOriginal: false }, none: null }
  expect(found).toEqual(results[expected])
})

test('a copy is one even with the inode of the removed original', ({ skip }) => {
  const { root, dataDir } = folders()
  skip(statSync(root, { bigint: true }).birthtimeNs === 0n, 'the file system records no births')
  const file = openMarkFile(dataDir)
  file.remember('s', 1)
  expect(file.read('s')).toEqual({ mark: 1, isOriginal: true })
  const [name = ''] = marksIn(dataDir)
  const path = join(dataDir, name)
  const { inode, ...others } = JSON.parse(readFileSync(path, 'utf8'))
  rmSync(path)
  writeFileSync(path, '')
  expect(inode).toMatch(/^\d+$/)
  writeFileSync(path, JSON.stringify({ ...others, inode: String(statSync(path).ino) }))
  expect(file.read('s')).toEqual({ mark: 1, isOriginal: false })
})

test('stores that share a folder leave each other their marks', () => {
  const { dataDir } = folders()
  const [one, other] = [openMarkFile(dataDir), openMarkFile(dataDir)]
  one.remember('one', 300)
  other.remember('other', 7)
  openMarkFile(dataDir).remember('one', 301)
  expect([one.read('one')?.mark, one.read('other')?.mark, one.read('none')]).toEqual([301, 7, null])
})

test('replicas that start together leave the later mark', () => {
  const { dataDir } = folders()
  const [first, second] = [openMarkFile(dataDir), openMarkFile(dataDir)]
  second.remember('s', 12)
  first.remember('s', 11)
  expect(first.read('s')).toEqual({ mark: 12, isOriginal: true })
  first.remember('s', 13)
  expect(second.read('s')).toEqual({ mark: 13, isOriginal: true })
})

test('a mark that could not be written is written with the next try', () => {
  const { root, dataDir } = folders()
  const errors: unknown[] = []
  const file = openMarkFile(join(dataDir, 'sub'), (error) => errors.push(error))
  writeFileSync(join(root, 'data'), 'a file in place of the folder')
  file.remember('s', 1)
  expect(errors).toHaveLength(1)
  rmSync(dataDir)
  file.remember('s', 1)
  expect(file.read('s')).toEqual({ mark: 1, isOriginal: true })
})
