import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrate } from '../../migrations/run-migrations.ts'
import { beginDataDir, briefStore, pgliteTemplate } from '../../testing/pglite-template.ts'
import { silentLogger } from '../storage.ts'
import { maintainPglite, maintenanceLook } from './pglite-maintenance.ts'
import { openPgliteSession } from './pglite-session.ts'
import { openPglite } from './pglite-storage.ts'

// Starting PGlite in a process of its own takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-pglite-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
const aFolder = (): string => join(root, String((folders += 1)))
/** With an empty database in it: only the tested part takes time. */
async function aStartedFolder(): Promise<string> {
  const folder = aFolder()
  await beginDataDir(folder)
  return folder
}

beforeAll(() => pgliteTemplate().then(() => {}), 240_000)
const inMemory = async () => ({ dataDir: null, template: (await pgliteTemplate()).tar })

function startHolder(dataDir: string, work = 'hold'): { process: ChildProcess; lines: AsyncIterator<string> } {
  const program = join(import.meta.dirname, '../../testing/hold-storage.ts')
  const child = spawn(process.execPath, [...briefStore, program, dataDir, work], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}
const nextLine = async (lines: AsyncIterator<string>): Promise<string> => String((await lines.next()).value)

test('every commit is fsynced, a read is not', async () => {
  const session = await openPgliteSession({
    dataDir: join(await aStartedFolder(), 'pglite'),
    deadlineMs: 60_000,
    onLost: () => {},
  })
  await session.exec('create table t (n int)')
  const before = await session.fsyncs()
  for (let n = 0; n < 10; n += 1) await session.query('insert into t values ($1)', [n])
  const written = await session.fsyncs()
  expect(written - before).toBeGreaterThanOrEqual(10)
  await session.query('select count(*) from t', [])
  expect(await session.fsyncs()).toBe(written)
  await session.close()
})

test('creates the database outside of its own process, anew after an interrupted creation', async () => {
  const dataDir = aFolder()
  const unfinished = join(dataDir, 'pglite.new')
  mkdirSync(unfinished, { recursive: true })
  writeFileSync(join(unfinished, 'PG_VERSION'), '17')
  const before = process.memoryUsage.rss()
  const store = await openPglite({ dataDir }, silentLogger)
  expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024)
  await migrate(store)
  await store.close()
  expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['pglite', 'store.json']))
  expect(existsSync(unfinished)).toBe(false)
})

test('refuses a second process at once and names the folder’s holder; a killed one holds nothing', async () => {
  const dataDir = await aStartedFolder()
  const first = startHolder(dataDir)
  expect(await nextLine(first.lines)).toBe('open')
  const from = performance.now()
  await expect(openPglite({ dataDir }, silentLogger)).rejects.toThrow(
    `in use by another Muster, process ${first.process.pid},`,
  )
  expect(performance.now() - from).toBeLessThan(2000)
  const second = startHolder(dataDir)
  expect(await nextLine(second.lines)).toContain(`process ${first.process.pid},`)
  first.process.kill('SIGKILL')
  await once(first.process, 'exit')
  const store = await openPglite({ dataDir }, silentLogger)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataDir, 'pglite')).mode & 0o777).toBe(0o700)
  await store.close()
  await (await openPglite({ dataDir }, silentLogger)).close()
})

test('a process killed while writing loses no confirmed write', async () => {
  const dataDir = await aStartedFolder()
  const writer = startHolder(dataDir, 'write')
  let confirmed = 0
  while (confirmed < 200) confirmed = Number(await nextLine(writer.lines)) || 0
  writer.process.kill('SIGKILL')
  await once(writer.process, 'exit')
  for (let line = await writer.lines.next(); line.done !== true; line = await writer.lines.next())
    confirmed = Number(line.value)
  const store = await openPglite({ dataDir }, silentLogger)
  const { rows } = await sql<{ n: number; top: number }>`select count(*) as n, max(n) as top from written`.execute(
    store.db,
  )
  expect(rows[0]?.n).toBe(rows[0]?.top)
  expect(rows[0]?.top).toBeGreaterThanOrEqual(confirmed)
  await store.close()
})

test('ends a query that hangs, rolls back its transaction as a whole, and the next one reopens the data', async () => {
  const store = await openPglite({ dataDir: await aStartedFolder(), deadlineMs: 8000 }, silentLogger)
  await sql`create table t (n int)`.execute(store.db)
  const hanging = store.db.transaction().execute(async (trx) => {
    await sql`insert into t values (1)`.execute(trx)
    await sql`select count(*) from generate_series(1, 20000000000)`.execute(trx).catch(() => {})
    await sql`insert into t values (2)`.execute(trx)
  })
  await expect(hanging).rejects.toThrow('did not answer in time')
  expect((await sql`select * from t`.execute(store.db)).rows).toEqual([])
  await store.close()
})

test('vacuums dead rows and truncates the write-ahead log', async () => {
  const session = await openPgliteSession({ ...(await inMemory()), deadlineMs: 60_000, onLost: () => {} })
  await session.exec('create table t (n int); insert into t select generate_series(1, 5000)')
  await session.exec('update t set n = n + 1')
  expect(await maintainPglite((work) => work(session))).toEqual(['public.t'])
  expect(await maintainPglite((work) => work(session))).toEqual([])
  await session.close()
})

test('runs maintenance early after many writes, and otherwise on schedule', async () => {
  const session = await openPgliteSession({ ...(await inMemory()), deadlineMs: 60_000, onLost: () => {} })
  const look = maintenanceLook((work) => work(session), { looks: 3, mostBytes: 1024 * 1024 })
  expect(await look()).toBe(false)
  await session.exec(`create table big as select repeat('x', 200) as x from generate_series(1, 20000)`)
  expect(await look()).toBe(true)
  expect([await look(), await look(), await look()]).toEqual([false, false, true])
  await session.close()
})

test('the event loop continues during a long query', async () => {
  const session = await openPgliteSession({ ...(await inMemory()), deadlineMs: 60_000, onLost: () => {} })
  let turns = 0
  const ticking = setInterval(() => (turns += 1), 5)
  await session.query('select count(*) from generate_series(1, 3000000)', [])
  clearInterval(ticking)
  await session.close()
  expect(turns).toBeGreaterThan(10)
})
