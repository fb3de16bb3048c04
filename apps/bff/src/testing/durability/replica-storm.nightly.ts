// Three replicas on one PostgreSQL, which are killed, frozen and restarted in turn, and the database
// with them. REPLICA_EVENTS: how many such events (40 by default).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { createSeeded } from '../../engine/testing/seeded.ts'
import { apply, erasureOf, get, jobOf, type MusterProcess, signIn, startMuster, untilTrue } from '../muster-process.ts'

const events = Number(process.env['REPLICA_EVENTS'] ?? 40)
const erased = 30 * events
const frozenMs = 12_000

let cluster: PostgresCluster
const root = mkdtempSync(join(tmpdir(), 'muster-replica-storm-'))
beforeAll(async () => {
  cluster = await startPostgres()
}, 240_000)
afterAll(async () => {
  await cluster.stop()
  rmSync(root, { recursive: true, force: true })
})

test('replicas that are killed and frozen, on a restarting database, request each erasure once', {
  timeout: 300_000 + events * 60_000,
}, async () => {
  const sandbox = await startSandbox({ users: 50, limits: null, eraseDelayMs: 0, latencyMs: 400 })
  const env = { DATABASE_URL: cluster.urlOf('postgres'), KORE_BATCH_SIZE: '2', KORE_QUIESCE_SECONDS: '2' }
  const start = (n: number) => startMuster({ kore: sandbox, dataDir: join(root, String(n)), env })
  const replicas: MusterProcess[] = [await start(0), await start(1), await start(2)]
  onTestFinished(async () => {
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')))
    await sandbox.stop()
  })
  const [first] = replicas
  const session = await signIn(first?.url ?? '')
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(first?.url ?? '', '/api/directory', session)
    return state === 'ready'
  })
  const jobId = await apply({ url: first?.url ?? '', session }, erasureOf(erased))
  const random = createSeeded(events)
  let amidWork = 0
  for (let event = 0; event < events; event += 1) {
    await delay(500 + random.next() * 2000)
    const at = Math.floor(random.next() * replicas.length)
    const victim = replicas[at]
    if (victim === undefined) continue
    const kind = random.next()
    if (kind < 0.6) {
      await victim.end('SIGKILL')
      replicas[at] = await start(at)
    } else if (kind < 0.85) {
      victim.child.kill('SIGSTOP')
      await delay(frozenMs)
      victim.child.kill('SIGCONT')
    } else await cluster.restart(random.next() < 0.5 ? 'fast' : 'immediate', random.next() * 3000)
    const job = await jobOf(replicas[at]?.url ?? '', jobId, session).catch(() => null)
    if (job === null || job.counts.pending > 0) amidWork += 1
  }
  sandbox.control.setLatency(0)
  expect(amidWork).toBeGreaterThan(events / 2)
  const url = replicas[0]?.url ?? ''
  await untilTrue('the job is done', async () => (await jobOf(url, jobId, session)).state === 'done', 600)
  // No replica ended by itself: the test killed each, or it still runs.
  expect(replicas.map(({ child }) => [child.exitCode, child.signalCode])).toEqual(replicas.map(() => [null, null]))
  const { counts } = await jobOf(url, jobId, session)
  expect(counts).toMatchObject({ pending: 0, failed: 0, not_attempted: 0 })
  expect(counts.changed + counts.unknown).toBe(erased)
  const requested = sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
  expect(new Set(requested).size).toBe(requested.length)
  expect(requested.length).toBeGreaterThanOrEqual(counts.changed)
})
