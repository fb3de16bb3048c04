import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, symlinkSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { apply, erasureOf, get, jobOf, refusal, signIn, startMuster, untilTrue } from '../muster-process.ts'

const people = 60
/** Maximum time until work continues once there is space. */
const patienceMs = 10_000

/** A separate small disk; null if this user may not mount one. */
function smallDisk(options = 'size=192m'): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'muster-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  onTestFinished(() => {
    if (status === 0) spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return status === 0 ? folder : null
}

/** Fills the disk; returns a function that frees it. */
function fill(disk: string): () => void {
  const path = join(disk, 'filler')
  const file = openSync(path, 'w')
  const megabyte = Buffer.alloc(1024 * 1024)
  try {
    while (statfsSync(disk).bavail > 0) writeSync(file, megabyte)
  } catch {
    // Full to the last byte.
  }
  closeSync(file)
  return () => rmSync(path)
}

describe('a full disk of the PostgreSQL server', () => {
  test('makes jobs wait with the reason, and they continue once there is space', {
    timeout: 300_000,
  }, async (context) => {
    const disk = smallDisk('mode=777,size=96m')
    if (disk === null) return context.skip('mounting a small disk is not permitted here')
    const cluster = await startPostgres()
    onTestFinished(() => cluster.stop())
    const admin = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
    const space = cluster.ownFolder(join(disk, 'tables'))
    await admin.executeSql(`create tablespace small location '${space}'`)
    await admin.executeSql('create database muster tablespace small')
    await admin.close()
    const sandbox = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0 })
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-server-disk-'))
    const env = { KORE_BATCH_SIZE: '1', KORE_QUIESCE_SECONDS: '1', DATABASE_URL: cluster.urlOf('muster') }
    const muster = await startMuster({ kore: sandbox, dataDir, env })
    onTestFinished(async () => {
      await muster.end('SIGKILL')
      await sandbox.stop()
      rmSync(dataDir, { recursive: true, force: true })
    })
    const { url } = muster
    const session = await signIn(url)
    await untilTrue('the directory is synced', async () => {
      const { state } = await get<{ state: string }>(url, '/api/directory', session)
      return state === 'ready'
    })
    sandbox.control.setLatency(200)
    // Enough users for their outcomes and audit entries to need new pages.
    const jobId = await apply({ url, session }, erasureOf(400))
    const writes = () => sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
    await untilTrue('the job is in progress', async () => writes() > 5)
    const free = fill(disk)
    await untilTrue('the job waits for space', async () => {
      const { waiting, reason } = await jobOf(url, jobId, session)
      return waiting?.reason === 'storage_full' && reason?.includes('disk space') === true
    })
    free()
    const before = writes()
    await untilTrue('writes go on', async () => writes() > before)
    // The worker that waited goes on, which retries every second (job-worker.spec.ts): the queue would retry later.
    expect(muster.output()).not.toContain('"work":"job.run"')
    await untilTrue('the job no longer waits', async () => (await jobOf(url, jobId, session)).waiting === null)
  })
})

describe('a full disk', () => {
  test('makes jobs wait with the reason, and they continue once there is space', {
    timeout: 300_000,
  }, async (context) => {
    const disk = smallDisk()
    if (disk === null) return context.skip('mounting a small disk is not permitted here')
    const dataDir = join(disk, 'data')
    await beginDataDir(dataDir)
    const sandbox = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0 })
    const env = { KORE_BATCH_SIZE: '1', KORE_QUIESCE_SECONDS: '1' }
    const muster = await startMuster({ kore: sandbox, dataDir, env })
    onTestFinished(async () => {
      await muster.end('SIGKILL')
      await sandbox.stop()
    })
    const { url } = muster
    const session = await signIn(url)
    await untilTrue('the directory is synced', async () => {
      const { state } = await get<{ state: string }>(url, '/api/directory', session)
      return state === 'ready'
    })
    sandbox.control.setLatency(200)
    const jobId = await apply({ url, session }, erasureOf(people))
    const writes = () => sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
    await untilTrue('the job is in progress', async () => writes() > 5)

    const free = fill(disk)
    await untilTrue('the job waits for space', async () => {
      const { waiting, reason } = await jobOf(url, jobId, session)
      return waiting?.reason === 'storage_full' && reason?.includes('disk space') === true
    })
    expect((await fetch(`${url}/api/users`, { headers: { cookie: session.cookie } })).status).toBe(200)
    free()
    const before = writes()
    const since = performance.now()
    await untilTrue('writes go on', async () => writes() > before)
    expect(performance.now() - since).toBeLessThan(patienceMs)
    await untilTrue('the job is done', async () => (await jobOf(url, jobId, session)).state === 'done')
    const { counts } = await jobOf(url, jobId, session)
    expect(counts.changed + counts.unknown).toBe(people)
    const erased = sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
    expect(new Set(erased).size).toBe(erased.length)

    await muster.end('SIGTERM')
    fill(disk)
    const { code, output } = await refusal(dataDir)
    expect(code).toBe(1)
    expect(output).toMatch(/Muster could not start: The disk that holds .* is full: .* Free some space/u)
    expect(output).not.toContain('in use')
  })

  test('is not the reason given for a file in place of the folder', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-file-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const dataDir = join(folder, 'data')
    writeFileSync(dataDir, 'a file')
    const { code, output } = await refusal(dataDir)
    expect(code).toBe(1)
    expect(output).toContain('a file is where the folder should be. Move the file away, or set DATA_DIR')
    expect(output).not.toMatch(/Muster could not start: [^\n]*EEXIST/u)
  })

  test('nor for a folder that cannot be looked into', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-loop-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    // Works as any user; a folder of another user fails alike.
    symlinkSync('loop', join(folder, 'loop'))
    const { code, output } = await refusal(join(folder, 'loop', 'data'))
    expect(code).toBe(1)
    expect(output).toMatch(/Muster could not start: The data folder .* cannot be used: .* set DATA_DIR/u)
    expect(output).not.toMatch(/^ +at .*self-check/mu)
  })
})
