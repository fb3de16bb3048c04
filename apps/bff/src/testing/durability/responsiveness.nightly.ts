// How long people wait while the program is busy, on the real program. Prints the figures; docs/reliability.md has them.
// BUSY_MINUTES: how long jobs use the budget (6 by default).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Sandbox, startSandbox, wellKnown } from '@muster/kore-sandbox'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { createSeeded } from '../../engine/testing/seeded.ts'
import {
  apply,
  erasureOf,
  get,
  type MusterProcess,
  type OwnerSession,
  signIn,
  startMuster,
  untilTrue,
} from '../muster-process.ts'

const root = mkdtempSync(join(tmpdir(), 'muster-responsiveness-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The value below which this share of the times lies. */
function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN
}

function print(what: string, times: readonly number[]): void {
  const [p50, p95, most] = [0.5, 0.95, 0.9999].map((share) => Math.round(quantile(times, share)))
  process.stdout.write(`${what}: ${times.length} requests, p50 ${p50} ms, p95 ${p95} ms, longest ${most} ms\n`)
}

async function timed(request: () => Promise<Response>): Promise<{ ms: number; status: number }> {
  const since = performance.now()
  const response = await request()
  await response.arrayBuffer()
  return { ms: performance.now() - since, status: response.status }
}

const latencyMs = 300
const minutes = Number(process.env['BUSY_MINUTES'] ?? 6)

async function isSynced({ url }: MusterProcess, session: OwnerSession): Promise<boolean> {
  return (await get<{ state: string }>(url, '/api/directory', session)).state === 'ready'
}

/** Calls in any 60 seconds from `since` on, at their fewest and on average, as the sandbox received them. */
function callsOfMinutes(sandbox: Sandbox, since: number): { readonly average: number; readonly refused: number } {
  const calls = sandbox.control.calls().filter(({ time }) => Date.parse(time) >= since)
  const refused = calls.filter(({ status }) => status === 429).length
  return { average: calls.length / ((Date.now() - since) / 60_000), refused }
}

test('a member’s call beside jobs of three replicas that use 90 % of the budget', {
  timeout: (minutes + 20) * 60_000,
}, async () => {
  const cluster = await startPostgres()
  const sandbox = await startSandbox({ users: 50, limits: 'kore', eraseDelayMs: 0, latencyMs })
  const env = {
    DATABASE_URL: cluster.urlOf('postgres'),
    KORE_BATCH_SIZE: '2',
    KORE_RATE_PER_MINUTE: '60',
    KORE_RATE_PER_HOUR: '1800',
  }
  const replicas: MusterProcess[] = []
  onTestFinished(async () => {
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')))
    await sandbox.stop()
    await cluster.stop()
  })
  for (let n = 0; n < 3; n += 1)
    replicas.push(await startMuster({ kore: sandbox, dataDir: join(root, String(n)), env }))
  const [first] = replicas
  if (first === undefined) throw new Error('a replica runs')
  const session = await signIn(first.url)
  await untilTrue('the directory is synced', () => isSynced(first, session))
  await apply({ url: first.url, session }, erasureOf((minutes + 3) * 130))
  // The first minute fills the window.
  await delay(70_000)
  const since = Date.now()
  const { next } = createSeeded(1)
  const times: number[] = []
  /** Of requests without a call to Kore.ai, on the same replica right before: what the machine adds. */
  const control: number[] = []
  const statuses = new Set<number>()
  const call = async ({ url }: MusterProcess, isDeveloper: boolean) => {
    const idle = await timed(() => fetch(`${url}/api/session`, { headers: { cookie: session.cookie } }))
    control.push(idle.ms)
    const { ms, status } = await timed(() =>
      fetch(`${url}/api/kore/users`, {
        method: 'PUT',
        headers: {
          cookie: session.cookie,
          origin: url,
          'x-muster-csrf': session.csrf,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper }] }),
      }),
    )
    times.push(Math.max(0, ms - latencyMs))
    statuses.add(status)
  }
  for (let n = 0; Date.now() - since < minutes * 60_000; n += 1) {
    await delay(10_000 + next() * 10_000)
    await call(replicas[n % replicas.length] ?? first, n % 2 === 0)
  }
  const { average, refused } = callsOfMinutes(sandbox, since)
  print('a call of a member beside jobs, beyond the latency of Kore.ai', times)
  print('the session of the member at the same times', control)
  process.stdout.write(`calls: ${average.toFixed(1)} of 60 a minute, ${refused} refused\n`)
  expect([...statuses]).toEqual([200])
  expect(refused).toBe(0)
  expect(average / 60).toBeGreaterThanOrEqual(0.9)
})

const refusedPerSecond = 200

test('requests of a signed-in member beside 200 refused sign-ins a second', { timeout: 600_000 }, async () => {
  const sandbox = await startSandbox({ users: 500, limits: null })
  const muster = await startMuster({ kore: sandbox, dataDir: join(root, 'alone') })
  onTestFinished(async () => {
    await muster.end('SIGKILL')
    await sandbox.stop()
  })
  const { url } = muster
  const session = await signIn(url)
  await untilTrue('the directory is synced', () => isSynced(muster, session))
  const paths = ['/api/users?limit=50', '/api/jobs', '/api/connection', '/api/session']
  const measure = async (seconds: number) => {
    const times: number[] = []
    const until = performance.now() + seconds * 1000
    for (let n = 0; performance.now() < until; n += 1) {
      const { ms, status } = await timed(() =>
        fetch(url + (paths[n % paths.length] ?? ''), { headers: { cookie: session.cookie } }),
      )
      expect(status).toBe(200)
      times.push(ms)
      await delay(50)
    }
    return times
  }
  print('alone', await measure(15))
  const refusals: number[] = []
  const over = new AbortController()
  const guess = async (n: number) => {
    const { status } = await timed(() =>
      fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ email: `guess${n % 50}@example.com`, password: `a wrong password ${n}` }),
      }),
    )
    refusals.push(status)
  }
  const pending = new Set<Promise<void>>()
  const guessing = (async () => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      const one = guess(n).finally(() => pending.delete(one))
      pending.add(one)
      await delay(1000 / refusedPerSecond)
    }
    await Promise.all(pending)
  })()
  const seconds = 20
  print(`beside refused sign-ins`, await measure(seconds))
  over.abort()
  const answered = refusals.length
  await guessing
  process.stdout.write(
    `${Math.round(answered / seconds)} refused sign-ins a second, with ${[...new Set(refusals)].toSorted((a, b) => a - b).join(' and ')}\n`,
  )
  expect(refusals).not.toContain(200)
  // The owner is not locked out, not even from the address of the guesses.
  await untilTrue('the owner signs in', () =>
    signIn(url).then(
      () => true,
      () => false,
    ),
  )
})
