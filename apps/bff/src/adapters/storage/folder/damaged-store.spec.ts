import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { firstInCi } from '../../../testing/tier.ts'
import { openPglite } from '../database/pglite/pglite-storage.ts'
import { silentLogger } from '../database/storage.ts'
import { StorageError } from '../database/storage-error.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { beginDataDir } from '../testing/pglite-template.ts'
import { pageBytes } from './page-checksum.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

/** Writes zeros over the middle page of a file, as a failing disk or an interrupted copy may. */
function clearPage(file: string): void {
  const pages = Math.floor(statSync(file).size / pageBytes)
  overwrite(file, Math.floor(pages / 2) * pageBytes, Buffer.alloc(pageBytes))
}
const clearFile = (file: string) => overwrite(file, 0, Buffer.alloc(statSync(file).size))

const root = mkdtempSync(join(tmpdir(), 'muster-damaged-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const whole = join(root, 'whole')
let table = ''
let index = ''
let lastTransaction = 0
let copies = 0

/** A store with rows in it, closed by a regular stop. */
beforeAll(async () => {
  await beginDataDir(whole)
  const storage = await openPglite({ dataDir: whole }, silentLogger)
  await migrate(storage)
  await storage.executeSql(`create table people as
    select n, repeat(md5(n::text), 8) as text from generate_series(1, 5000) n`)
  await storage.executeSql('create index people_n on people (n)')
  const { rows } = await storage.executeSql(
    `select pg_relation_filepath('people') as table, pg_relation_filepath('people_n') as index,
       (select max(xmin::text::int) from pg_class) as last`,
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
  const [facts] = rows as [{ table: string; index: string; last: number }]
  table = join('pglite', facts.table)
  index = join('pglite', facts.index)
  lastTransaction = facts.last
  await storage.close()
})

function aCopy(of = whole): string {
  const copy = join(root, String((copies += 1)))
  cpSync(of, copy, { recursive: true })
  return copy
}

/**
 * All files below a folder with their sizes, except locks and caches, to prove that a refusal changes nothing. The size of
 * a folder counts its caches in some file systems.
 */
const contentOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(?:holder\.json|lock\.sqlite)|pg_internal\.init$/.test(name))
    .map((name) => ({ name, file: statSync(join(folder, name)) }))
    .map(({ name, file }) => (file.isFile() ? `${name} ${file.size}` : name))
    .toSorted()

function overwrite(file: string, at: number, bytes: Buffer): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, at)
}

function overwriteRecord(dataDir: string, change: Record<string, unknown>): void {
  const file = join(dataDir, 'store.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }))
}

const transactions = join('pglite', 'pg_xact', '0000')

const damages: Record<string, (dataDir: string) => void> = {
  'a table cut in half': (dataDir) =>
    truncateSync(join(dataDir, table), (statSync(join(dataDir, table)).size / pageBytes / 2) * pageBytes),
  'a table that lost its last page': (dataDir) =>
    truncateSync(join(dataDir, table), statSync(join(dataDir, table)).size - pageBytes),
  'a table cut within a page': (dataDir) =>
    truncateSync(join(dataDir, table), statSync(join(dataDir, table)).size - 1000),
  'a table emptied': (dataDir) => truncateSync(join(dataDir, table), 0),
  'a table that is missing': (dataDir) => rmSync(join(dataDir, table)),
  'PG_VERSION missing': (dataDir) => rmSync(join(dataDir, 'pglite', 'PG_VERSION')),
  'the control file missing': (dataDir) => rmSync(join(dataDir, 'pglite', 'global', 'pg_control')),
  'the log of changes missing': (dataDir) => rmSync(join(dataDir, 'pglite', 'pg_wal'), { recursive: true }),
  'the databases missing': (dataDir) => rmSync(join(dataDir, 'pglite', 'base'), { recursive: true }),
  'the whole database missing': (dataDir) => renameSync(join(dataDir, 'pglite'), join(dataDir, 'moved')),
  'zeros over a page of a table': (dataDir) => clearPage(join(dataDir, table)),
  'zeros over a page of an index': (dataDir) => clearPage(join(dataDir, index)),
  'zeros over the log of transactions': (dataDir) => clearFile(join(dataDir, transactions)),
  'zeros over the outcome of the last transaction': (dataDir) =>
    overwrite(join(dataDir, transactions), Math.floor(lastTransaction / 4), Buffer.alloc(1)),
  'the log of transactions missing': (dataDir) => rmSync(join(dataDir, transactions)),
  'zeros over the log of changes': (dataDir) => {
    const folder = join(dataDir, 'pglite', 'pg_wal')
    for (const name of readdirSync(folder)) if (statSync(join(folder, name)).isFile()) clearFile(join(folder, name))
  },
  'zeros over the map of catalogs': (dataDir) => {
    const folder = join(dataDir, 'pglite', 'base')
    for (const name of readdirSync(folder)) clearFile(join(folder, name, 'pg_filenode.map'))
  },
  'PG_VERSION and the record beside it missing': (dataDir) => {
    rmSync(join(dataDir, 'pglite', 'PG_VERSION'))
    rmSync(join(dataDir, 'store.json'))
  },
}

/** Pages with another checksum. */
const pageDamages: typeof damages = {
  'one bit of one row turned': (dataDir) => overwrite(join(dataDir, table), 9 * pageBytes + 5000, Buffer.of(0xff)),
  'random bytes over a page': (dataDir) => overwrite(join(dataDir, table), 7 * pageBytes, randomBytes(pageBytes)),
  'random bytes over a whole table': (dataDir) =>
    overwrite(join(dataDir, table), 0, randomBytes(statSync(join(dataDir, table)).size)),
  'zeros over the header of a page': (dataDir) => overwrite(join(dataDir, table), 3 * pageBytes, Buffer.alloc(64)),
}

describe('refuses a damaged data folder, points to a backup, and creates nothing:', () => {
  for (const [name, damage] of [...Object.entries(damages), ...firstInCi(Object.entries(pageDamages))])
    it(name, async () => {
      const dataDir = aCopy()
      damage(dataDir)
      const before = contentOf(dataDir)
      const error = await openPglite({ dataDir }, silentLogger).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(StorageError)
      expect(error).toMatchObject({ code: 'damaged' })
      expect(String(error)).toMatch(
        /is damaged: .+\. No data was removed\. Restore a backup with "npm run doctor -- restore/,
      )
      if (!existsSync(join(dataDir, 'pglite', 'postmaster.pid'))) expect(contentOf(dataDir)).toEqual(before)
    })
})

async function opens(dataDir: string): Promise<unknown[]> {
  const storage = await openPglite({ dataDir }, silentLogger)
  const { rows } = await storage.executeSql('select count(*)::int as count from people')
  await storage.close()
  return rows
}

/** The store after its table grew by as many rows as it had. */
const grown = join(root, 'grown')

/** The older database beside the record of the grown one. */
function anOlderCopy(): string {
  const copy = aCopy()
  cpSync(join(grown, 'store.json'), join(copy, 'store.json'))
  return copy
}

describe('an older copy of the database beside a newer record', () => {
  beforeAll(async () => {
    cpSync(whole, grown, { recursive: true })
    const storage = await openPglite({ dataDir: grown }, silentLogger)
    await storage.executeSql('insert into people select n + 5000, text from people')
    await storage.close()
  })

  it('is opened, and recorded again before anything else: a file that is truncated later is damage', async () => {
    const dataDir = anOlderCopy()
    const before = readFileSync(join(dataDir, 'store.json'), 'utf8')
    const storage = await openPglite({ dataDir }, silentLogger)
    // The process may end before it records anything else.
    expect(readFileSync(join(dataDir, 'store.json'), 'utf8')).not.toBe(before)
    expect((await storage.executeSql('select count(*)::int as count from people')).rows).toEqual([{ count: 5000 }])
    await storage.close()
    truncateSync(join(dataDir, table), statSync(join(dataDir, table)).size - pageBytes)
    await expect(opens(dataDir)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('is refused if one of its pages is damaged', async () => {
    const dataDir = anOlderCopy()
    overwrite(join(dataDir, table), 7 * pageBytes, randomBytes(pageBytes))
    await expect(opens(dataDir)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('does not excuse a truncated file of the recorded database, nor a truncated control file', async () => {
    const dataDir = aCopy(grown)
    const older = statSync(join(whole, table)).size
    truncateSync(join(dataDir, table), older)
    await expect(opens(dataDir)).rejects.toThrow(/has \d+ bytes of \d+/)
    truncateSync(join(dataDir, 'pglite', 'global', 'pg_control'), 16)
    await expect(opens(dataDir)).rejects.toThrow(/global\/pg_control is cut/)
  })

  it('of another database is opened as well', async () => {
    const dataDir = anOlderCopy()
    const control = join(grown, 'pglite', 'global', 'pg_control')
    const { position } = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8'))
    expect(position).toEqual({
      database: String(readFileSync(control).readBigUInt64LE(0)),
      checkpoint: expect.stringMatching(/^\d+$/),
    })

    overwriteRecord(dataDir, { position: { database: '1', checkpoint: '1' } })
    expect(await opens(dataDir)).toEqual([{ count: 5000 }])
  })
})

describe('opens an intact data folder:', () => {
  it('unchanged', async () => {
    expect(await opens(aCopy())).toEqual([{ count: 5000 }])
  })

  it('after rows were removed, vacuumed, truncated and rewritten', async () => {
    const dataDir = aCopy()
    const storage = await openPglite({ dataDir }, silentLogger)
    await storage.executeSql('delete from people where n > 10')
    await storage.executeSql('vacuum full people')
    await storage.executeSql('create table gone as select * from people')
    await storage.executeSql('truncate people')
    await storage.executeSql(`insert into people select n, '' from generate_series(1, 3) n`)
    await storage.executeSql('drop table gone')
    await storage.executeSql('delete from people where n = 3')
    await storage.executeSql('vacuum people')
    await storage.close()
    expect(await opens(dataDir)).toEqual([{ count: 2 }])
    expect(await opens(dataDir)).toEqual([{ count: 2 }])
  })
})
