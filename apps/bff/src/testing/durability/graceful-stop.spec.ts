import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { apply, erasureOf, get, jobOf, signIn, startMuster, untilTrue } from '../muster-process.ts'
import { firstInCi } from '../tier.ts'

/** A new store. Returns the settings that name it. */
async function storeAt(dataDir: string, kind: 'the embedded store' | 'PostgreSQL'): Promise<Record<string, string>> {
  if (kind === 'the embedded store') {
    await beginDataDir(dataDir)
    return {}
  }
  const cluster = await startPostgres()
  onTestFinished(() => cluster.stop())
  const admin = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
  await admin.executeSql('create database muster')
  await admin.close()
  return { DATABASE_URL: cluster.urlOf('muster') }
}

// A quiesce of an hour in every process: whatever is left in doubt is still in doubt when the test counts it.
describe.each(['the embedded store', 'PostgreSQL'] as const)('a stop with calls in flight, on %s', (storeKind) => {
  const stops: readonly (readonly [string, NodeJS.Signals, number, number])[] = [
    ['SIGTERM twice', 'SIGTERM', 2, 9000],
    ['SIGTERM', 'SIGTERM', 1, 6000],
    ['SIGINT', 'SIGINT', 1, 5000],
  ]
  test.each(firstInCi(stops))(
    'awaits their responses (%s)',
    { timeout: 180_000 },
    async (_name, signal, times, latencyMs) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'muster-stop-'))
      const sandbox = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0 })
      const env = { KORE_BATCH_SIZE: '5', ...(await storeAt(dataDir, storeKind)) }
      const first = await startMuster({ kore: sandbox, dataDir, env })
      onTestFinished(async () => {
        await first.end('SIGKILL')
        await sandbox.stop()
        rmSync(dataDir, { recursive: true })
      })
      const session = await signIn(first.url)
      await untilTrue('the directory is synced', async () => {
        const { state } = await get<{ state: string }>(first.url, '/api/directory', session)
        return state === 'ready'
      })
      const erasing = () => sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
      const jobId = await apply({ url: first.url, session }, erasureOf(60))
      await untilTrue(
        'the first response arrived',
        async () => (await jobOf(first.url, jobId, session)).counts.changed > 0,
      )
      sandbox.control.setLatency(latencyMs)
      const answered = erasing()
      await untilTrue('calls are in flight', async () => erasing() > answered + 1)
      for (let n = 1; n < times; n += 1) first.child.kill(signal)
      expect(await first.end(signal)).toBe(0)

      sandbox.control.setLatency(0)
      const second = await startMuster({ kore: sandbox, dataDir, env })
      onTestFinished(async () => void (await second.end('SIGKILL')))
      await untilTrue('the job is done', async () => (await jobOf(second.url, jobId, session)).state === 'done')
      const job = await jobOf(second.url, jobId, session)
      expect(job.counts).toMatchObject({ changed: 60, unknown: 0 })
      const erased = () => sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
      await untilTrue('every erasure took effect', async () => erased().length >= 60)
      expect([erased().length, new Set(erased()).size]).toEqual([60, 60])
    },
  )
})
