import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStorage } from '../adapters/storage/open-storage.ts'
import { briefStore } from '../adapters/storage/testing/pglite-template.ts'
import { type PostgresCluster, startPostgres } from '../adapters/storage/testing/postgres-cluster.ts'
import {
  apply,
  erasureOf,
  get,
  jobOf,
  type OwnerSession,
  post,
  signIn,
  startMuster,
  untilTrue,
} from '../testing/muster-process.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

// Characters with a meaning in URLs, and others than those of English.
const root = mkdtempSync(join(tmpdir(), 'muster #1?%20 "é" 空 doctor-'))
const dataDir = join(root, 'data')
const backup = join(root, 'backup')
let sandbox: Sandbox
let cluster: PostgresCluster
let jobId = ''

/** Runs the doctor like an operator; returns its exit code and output. */
async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...briefStore, join(import.meta.dirname, 'main.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      DATA_DIR: dataDir,
      ...env,
    },
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
  await once(child, 'close')
  return { code: child.exitCode, text: chunks.join('') }
}

async function runsJob(url: string, session: OwnerSession, count: number, first = 0): Promise<string> {
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(url, '/api/directory', session)
    return state === 'ready'
  })
  const id = await apply({ url, session }, erasureOf(count, first))
  await untilTrue('the job is done', async () => (await jobOf(url, id, session)).state === 'done')
  return id
}

interface Chain {
  readonly intact: boolean
  readonly fault: string | null
  readonly restores: number
  readonly entries: number
  readonly head: string
}

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, limits: null, eraseDelayMs: 0 })
  cluster = await startPostgres()
})
afterAll(async () => {
  await sandbox.stop()
  await cluster.stop()
  rmSync(root, { recursive: true, force: true })
})

describe('npm run doctor', () => {
  it('reports a missing store, lists its commands, and refuses to back up or move it', async () => {
    // After the checks of a start, which depend on the machine.
    const missing = expect.stringContaining(`There is no store in ${dataDir} yet.\n`)
    expect(await doctor([])).toEqual({ code: 0, text: missing })
    expect((await doctor(['burn'])).text).toMatch(/There is no command "burn"\.[^]*npm run doctor -- backup/)
    expect((await doctor(['backup'])).code).toBe(1)
    expect((await doctor(['backup', backup])).text).toBe(`There is no store in ${dataDir}.\n`)
    expect((await doctor(['move'])).text).toMatch(/^Set DATABASE_URL/)
  })

  it('backs up while Muster runs, and records it in the audit', async () => {
    const muster = await startMuster({ kore: sandbox, dataDir })
    const session = await signIn(muster.url)
    jobId = await runsJob(muster.url, session, 5)
    expect((await doctor([])).text).toMatch(/in use by another Muster/)
    const made = await doctor(['backup', backup])
    expect(made.code).toBe(0)
    expect(made.text).toContain(`The backup is in ${backup}. Keep it on another disk.\nThe keys are not in it`)
    expect((await doctor(['backup', backup])).text).toMatch(/exists already/)
    expect((await doctor(['backup', join(dataDir, 'inside')])).text).toMatch(/lies in the data folder/)
    const { items } = await get<{ items: { sentence: string }[] }>(
      muster.url,
      '/api/audit?action=store.backed_up',
      session,
    )
    expect(items.map(({ sentence }) => sentence)).toEqual([`The store was backed up to ${backup}`])
    await runsJob(muster.url, session, 3)
    expect(await muster.end('SIGTERM')).toBe(0)
    expect((await doctor([])).text).toMatch(/pages, every checksum right\n {2}\d+ audit entries, chain whole/)
  })

  it('refuses an incomplete backup', async () => {
    const cut = join(root, 'cut')
    cpSync(backup, cut, { recursive: true })
    const base = join(cut, 'pglite', 'base', '5')
    const largest =
      readdirSync(base).toSorted((a, b) => statSync(join(base, b)).size - statSync(join(base, a)).size)[0] ?? ''
    truncateSync(join(base, largest), statSync(join(base, largest)).size - 8192)
    const refused = await doctor(['restore', cut])
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringContaining(`base/5/${largest} differs from the copy`),
    ])
    expect((await doctor(['restore', join(root, 'nothing')])).text).toMatch(/backup\.json is missing/)
    expect((await doctor([])).code).toBe(0)
  })

  it('restores a backup over a damaged store, keeps the old store, and the state is that of the backup', async () => {
    const base = join(dataDir, 'pglite', 'base', '5')
    for (const name of readdirSync(base)) if (/^1[6-9]\d{3}$/.test(name)) truncateSync(join(base, name), 0)
    expect((await doctor([])).text).toMatch(/is damaged/)
    const restored = await doctor(['restore', backup])
    expect([restored.code, restored.text]).toEqual([0, expect.stringMatching(/The old store is in .*before-restore-/)])
    const muster = await startMuster({ kore: sandbox, dataDir })
    const session = await signIn(muster.url)
    const { items } = await get<{ items: { id: string }[] }>(muster.url, '/api/jobs', session)
    expect(items.map(({ id }) => id)).toEqual([jobId])
    // The entries after the backup are lost, which its signed heads reveal until an owner accepts it.
    const { intact, fault } = await get<Chain>(muster.url, '/api/audit/verify', session)
    expect([intact, fault === 'cut' || fault === 'rebuilt']).toEqual([false, true])
    const { hold } = await get<{ hold: { reason: string } | null }>(muster.url, '/api/hold', session)
    expect(hold?.reason).toBe('older')
    await post({ url: muster.url, session }, '/api/hold/release', {}, 200)
    expect(await get<Chain>(muster.url, '/api/audit/verify', session)).toMatchObject({ intact: true, restores: 1 })
    await muster.end('SIGTERM')
  })

  it('moves the whole store into PostgreSQL, and the embedded one is not opened again', async () => {
    const admin = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
    await admin.executeSql('create database moved')
    await admin.close()
    const env = { DATABASE_URL: cluster.urlOf('moved') }
    expect(await doctor(['move'], env)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^\d+ tables were moved and compared/),
    })
    expect((await doctor(['move'], env)).text).toMatch(/was moved into PostgreSQL on/)
    expect((await doctor([])).text).toMatch(/was moved into PostgreSQL on .* Set DATABASE_URL/)
    expect((await doctor([], env)).text).toMatch(/audit entries, chain whole/)
    const keys = { MUSTER_SEALING_KEY_FILE: join(dataDir, 'sealing-key') }
    const muster = await startMuster({ kore: sandbox, dataDir: join(root, 'other'), env: { ...env, ...keys } })
    const session = await signIn(muster.url)
    const { items } = await get<{ items: { id: string }[] }>(muster.url, '/api/jobs', session)
    expect(items.map(({ id }) => id)).toEqual([jobId])
    expect(await get<Chain>(muster.url, '/api/audit/verify', session)).toMatchObject({ intact: true })
    expect(await get(muster.url, '/api/hold', session)).toEqual({ hold: null })
    // Other people: a request for the first ones may be unfinished, and is not repeated then.
    const moved = await runsJob(muster.url, session, 2, 100)
    expect((await jobOf(muster.url, moved, session)).counts).toMatchObject({ changed: 2 })
    await muster.end('SIGTERM')
  })

  it('keeps erasures accepted after the backup: a start records them, and a move waits for that', async () => {
    const folder = join(root, 'journal')
    const old = join(root, 'journal-backup')
    const env = { KORE_BATCH_SIZE: '1' }
    const muster = await startMuster({ kore: sandbox, dataDir: folder, env })
    const session = await signIn(muster.url)
    await untilTrue('the directory is synced', async () => {
      const { state } = await get<{ state: string }>(muster.url, '/api/directory', session)
      return state === 'ready'
    })
    const erased = () => sandbox.control.effects().filter(({ kind }) => kind === 'erased').length
    const before = erased()
    sandbox.control.setLatency(500)
    const people = 20
    const id = await apply({ url: muster.url, session }, erasureOf(people))
    await untilTrue('the job is in progress', async () => erased() - before > 2)
    expect(await doctor(['backup', old], { DATA_DIR: folder })).toMatchObject({ code: 0 })
    sandbox.control.setLatency(0)
    await untilTrue('the job is done', async () => (await jobOf(muster.url, id, session)).state === 'done')
    await muster.end('SIGTERM')
    expect(await doctor(['restore', old], { DATA_DIR: folder })).toMatchObject({ code: 0 })
    const moving = await doctor(['move'], { DATA_DIR: folder, DATABASE_URL: cluster.urlOf('postgres') })
    expect([moving.code, moving.text]).toEqual([
      1,
      expect.stringMatching(
        /Kore\.ai accepted \d+ erasure requests? that the store does not record yet\. Start Muster/,
      ),
    ])
    const again = await startMuster({ kore: sandbox, dataDir: folder, env })
    const owner = await signIn(again.url)
    await untilTrue('what was accepted is recorded', async () => {
      const { counts } = await jobOf(again.url, id, owner)
      return counts.changed === people
    })
    expect(erased() - before).toBe(people)
    await again.end('SIGTERM')
  })

  it('refuses to move into a database that has rows', async () => {
    const other = join(root, 'second')
    const muster = await startMuster({ kore: sandbox, dataDir: other })
    await muster.end('SIGTERM')
    const refused = await doctor(['move'], { DATA_DIR: other, DATABASE_URL: cluster.urlOf('moved') })
    expect([refused.code, refused.text]).toEqual([1, expect.stringMatching(/is not empty: \w+ has rows/)])
  })
})
