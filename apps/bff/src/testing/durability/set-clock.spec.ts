import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { apply, erasureOf, get, jobOf, signIn, startMuster, untilTrue } from '../muster-process.ts'
import { firstInCi } from '../tier.ts'

const hour = 3_600_000
const quiesceMs = 8000

interface ClockedMuster {
  readonly sandbox: Sandbox
  readonly setClock: (shiftMs: number) => void
  readonly start: () => ReturnType<typeof startMuster>
}

/** Muster on the embedded store with a clock that the test can set while it runs. */
async function onSetClock(): Promise<ClockedMuster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-clock-'))
  await beginDataDir(dataDir)
  const file = join(dataDir, 'shift')
  let shifted = 0
  const setClock = (shiftMs: number) => {
    shifted = shiftMs
    writeFileSync(file, String(shiftMs))
  }
  setClock(0)
  // Kore.ai's clock moves along: otherwise it would refuse every token.
  const sandbox = await startSandbox({ users: 60, limits: null, eraseDelayMs: 0, now: () => Date.now() + shifted })
  onTestFinished(async () => {
    await sandbox.stop()
    rmSync(dataDir, { recursive: true })
  })
  const env = { KORE_BATCH_SIZE: '1', KORE_QUIESCE_SECONDS: String(quiesceMs / 1000), TEST_CLOCK_SHIFT_FILE: file }
  const nodeArgs = ['--import', join(import.meta.dirname, '../set-clock.ts')]
  const start = async () => {
    const muster = await startMuster({ kore: sandbox, dataDir, env, nodeArgs })
    onTestFinished(async () => void (await muster.end('SIGKILL')))
    return muster
  }
  return { sandbox, setClock, start }
}

async function readDirectory(url: string) {
  const session = await signIn(url)
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(url, '/api/directory', session)
    return state === 'ready'
  })
  return session
}

const callsTo = (sandbox: Sandbox, endpoint: string) =>
  sandbox.control.calls().filter((call) => call.endpoint === endpoint).length

describe('the embedded store', () => {
  test.each(firstInCi([-hour, hour, 0]))(
    'continues at once after a kill, with the clock set by %d ms meanwhile',
    { timeout: 360_000 },
    async (shiftMs) => {
      const { sandbox, setClock, start } = await onSetClock()
      const first = await start()
      const session = await readDirectory(first.url)
      sandbox.control.setLatency(200)
      const jobId = await apply({ url: first.url, session }, erasureOf(30))
      // Beyond the first calls of a job, each of which waits for the previous ones.
      await untilTrue('the job is in progress', async () => callsTo(sandbox, 'erase-users-data') > 16)
      await first.end('SIGKILL')
      setClock(shiftMs)
      const sent = callsTo(sandbox, 'erase-users-data')
      const second = await start()
      const ready = performance.now()
      await untilTrue('writes go on', async () => callsTo(sandbox, 'erase-users-data') > sent)
      expect(performance.now() - ready).toBeLessThan(6000)
      // The session may have ended with the clock.
      const again = await signIn(second.url)
      await untilTrue('the job is done', async () => (await jobOf(second.url, jobId, again)).state === 'done')
      const erased = sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
      expect(new Set(erased).size).toBe(erased.length)
      // Checked within the longest interval, by the clock that was set.
      const { items } = await get<{ items: { nextCheckAt: string | null }[] }>(second.url, '/api/erasures', again)
      const waits = items.map(({ nextCheckAt }) =>
        nextCheckAt === null ? 0 : Date.parse(nextCheckAt) - Date.now() - shiftMs,
      )
      expect(waits).not.toEqual([])
      expect(Math.max(...waits)).toBeLessThanOrEqual(5 * 60_000)
    },
  )

  test.each(firstInCi([hour, -hour]))(
    'waits for the call lost in a kill among the first of a job, no longer, with the clock set by %d ms meanwhile',
    { timeout: 360_000 },
    async (shiftMs) => {
      const { sandbox, setClock, start } = await onSetClock()
      const first = await start()
      const session = await readDirectory(first.url)
      const jobId = await apply({ url: first.url, session }, erasureOf(8))
      const { control } = sandbox
      control.holdResponses()
      // One response at a time: an erasure waits for its own when the process is killed.
      await untilTrue('the job is in progress', async () => {
        if (callsTo(sandbox, 'erase-users-data') > 3) return control.heldResponses() > 0
        if (control.heldResponses() > 0) control.releaseResponses(1)
        return false
      })
      await first.end('SIGKILL')
      const killed = performance.now()
      setClock(shiftMs)
      control.releaseResponses()
      const sent = callsTo(sandbox, 'erase-users-data')
      const second = await start()
      // Within two minutes, far less than the hour the clock was set by.
      await untilTrue('writes go on', async () => callsTo(sandbox, 'erase-users-data') > sent)
      expect(performance.now() - killed).toBeGreaterThan(quiesceMs - 2000)
      const again = await signIn(second.url)
      await untilTrue('the job is done', async () => (await jobOf(second.url, jobId, again)).state === 'done')
      // Calls of one stage run concurrently, so more than one may be lost.
      const { changed, unknown } = (await jobOf(second.url, jobId, again)).counts
      expect([changed + unknown, unknown > 0]).toEqual([8, true])
    },
  )

  test.each(firstInCi([-hour, hour]))(
    'waits exactly the quiesce period, with the clock set by %d ms in a doubt',
    {
      timeout: 180_000,
    },
    async (shiftMs) => {
      const { sandbox, setClock, start } = await onSetClock()
      const { url } = await start()
      const session = await readDirectory(url)
      const { items } = await get<{ items: { email: string; canCreateBot: boolean | null }[] }>(
        url,
        '/api/users?limit=100&sort=-email',
        session,
      )
      const [user] = items.filter(
        ({ email, canCreateBot }) => canCreateBot === false && !email.includes('kore-sandbox'),
      )
      sandbox.control.addFault({ kind: 'drop-before', endpoint: 'update-users', next: 1 })
      const jobId = await apply(
        { url, session },
        {
          kind: 'identifiers',
          identifiers: [{ by: 'email', value: user?.email }],
          change: { kind: 'update', isDeveloper: true, canCreateBot: true },
        },
      )
      await untilTrue('the call was dropped', async () => callsTo(sandbox, 'update-users') === 1)
      const dropped = performance.now()
      setClock(shiftMs)
      await untilTrue('it is sent again', async () => callsTo(sandbox, 'update-users') === 2)
      const waited = performance.now() - dropped
      expect(waited).toBeGreaterThan(quiesceMs - 500)
      expect(waited).toBeLessThan(quiesceMs + 12_000)
      const again = await signIn(url)
      await untilTrue('the job is done', async () => (await jobOf(url, jobId, again)).state === 'done')
      expect((await jobOf(url, jobId, again)).counts).toMatchObject({ changed: 1 })
    },
  )
})
