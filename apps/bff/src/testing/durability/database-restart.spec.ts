import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox } from '@muster/kore-sandbox'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSqlBudgetLedger } from '../../adapters/storage/budget/kore-budget-store.ts'
import { migrate } from '../../adapters/storage/migrations/run-migrations.ts'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { apply, erasureOf, get, jobOf, signIn, startMuster, untilTrue } from '../muster-process.ts'
import { clusterOfFile } from './cluster-of-file.ts'

const people = 200
/** Maximum time until work continues after the database is back, or another replica froze. */
const patienceMs = 15_000

const { root, cluster } = clusterOfFile('muster-restart-')

/** Two replicas on a separate database, with a running job of erasures, one user in each call. */
async function underWork(database: string) {
  const admin = await openStorage({ kind: 'postgres', url: cluster().urlOf('postgres') })
  await admin.executeSql(`create database ${database}`)
  await admin.close()
  const sandbox = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0, latencyMs: 100 })
  const env = { DATABASE_URL: cluster().urlOf(database), KORE_BATCH_SIZE: '1', KORE_QUIESCE_SECONDS: '2' }
  const start = (name: string) => startMuster({ kore: sandbox, dataDir: join(root, `${database}-${name}`), env })
  const replicas = [await start('first'), await start('second')] as const
  onTestFinished(async () => {
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')))
    await sandbox.stop()
  })
  const [{ url }] = replicas
  const session = await signIn(url)
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(url, '/api/directory', session)
    return state === 'ready'
  })
  const jobId = await apply({ url, session }, erasureOf(people))
  const writes = () => sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  await untilTrue('the job is in progress', async () => writes() > 5)
  const erased = () => sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
  return { replicas, session, jobId, writes, erased }
}

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/readyz`)).ok

describe('working replicas', () => {
  test.each(['fast', 'immediate'] as const)(
    'survive a restart of the database (%s) and continue their job',
    {
      timeout: 240_000,
    },
    async (mode) => {
      const { replicas, session, jobId, writes, erased } = await underWork(`restart_${mode}`)
      for (const awayMs of [0, 3000]) {
        const restarted = cluster().restart(mode, awayMs)
        if (awayMs > 0)
          await untilTrue(
            '/readyz reports that the database is unavailable',
            async () => !(await isReady(replicas[0].url)),
          )
        await restarted
        const before = writes()
        const back = performance.now()
        await untilTrue('writes go on', async () => writes() > before)
        expect(performance.now() - back).toBeLessThan(patienceMs)
      }
      const [{ url }] = replicas
      await untilTrue('the job is done', async () => (await jobOf(url, jobId, session)).state === 'done')
      expect(replicas.map(({ child }) => [child.exitCode, child.signalCode])).toEqual([
        [null, null],
        [null, null],
      ])
      expect(await Promise.all(replicas.map((replica) => isReady(replica.url)))).toEqual([true, true])
      const { counts } = await jobOf(url, jobId, session)
      expect(counts.changed + counts.unknown).toBe(people)
      expect(new Set(erased()).size).toBe(erased().length)
      expect(erased().length).toBeGreaterThanOrEqual(counts.changed)
    },
  )

  test('continue within 15 s when one of them freezes, which does no harm once it thaws', {
    timeout: 240_000,
  }, async () => {
    const { replicas, session, jobId, writes, erased } = await underWork('frozen')
    const [first, second] = replicas
    for (const frozen of [first, second]) {
      const other = frozen === first ? second : first
      frozen.child.kill('SIGSTOP')
      await delay(500)
      const before = writes()
      const since = performance.now()
      await untilTrue('writes go on', async () => writes() > before)
      await untilTrue('the other responses', async () => (await jobOf(other.url, jobId, session)).total === people)
      expect(performance.now() - since).toBeLessThan(patienceMs)
      frozen.child.kill('SIGCONT')
    }
    await untilTrue('the job is done', async () => (await jobOf(first.url, jobId, session)).state === 'done')
    expect(new Set(erased()).size).toBe(erased().length)
  })

  test('wait no longer than 15 s for a lock that a frozen replica holds', { timeout: 60_000 }, async () => {
    const open = () => openStorage({ kind: 'postgres', url: cluster().urlOf('postgres') })
    const [frozen, other] = [await open(), await open()]
    onTestFinished(async () => void (await Promise.all([frozen.close(), other.close()])))
    await migrate(other)
    const held = Promise.withResolvers<void>()
    const frozenTransaction = frozen.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('kore_budget shared', 0))`.execute(trx)
      held.resolve()
      await delay(30_000)
    })
    const ended = frozenTransaction.then(
      () => 'committed',
      () => 'ended by the server',
    )
    await held.promise
    const since = performance.now()
    expect(
      (await createSqlBudgetLedger(other.db, 'shared').decide(60_000, () => ({ answer: 'free', take: true }))).answer,
    ).toBe('free')
    expect(performance.now() - since).toBeLessThan(patienceMs)
    expect(await ended).toBe('ended by the server')
  })
})
