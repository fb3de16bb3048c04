// How long people wait while the program is busy, on the real program. Prints the figures; docs/reliability.md has them.
// BUSY_MINUTES: how long jobs use the budget (6 by default).
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
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
  owner,
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
// Some of them wait for their turn of the password check.
const connections = 150

interface Flood {
  readonly perSecondReached: number
  readonly longestMs: number
  readonly statuses: readonly (readonly [string, number])[]
}

/** Wrong sign-ins from many addresses, sent by a process of its own. */
async function startFlood(url: string, seconds: number): Promise<Flood> {
  const program = join(import.meta.dirname, 'sign-in-flood-main.ts')
  const numbers = [new URL(url).port, refusedPerSecond, connections, seconds].map(String)
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...numbers])
  return JSON.parse(stdout)
}

const signInAs = (url: string, cookie: string) =>
  fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(owner),
  })

/** The cookies that a browser has after this response: its session and its device. */
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

test('requests of a signed-in member beside 200 refused sign-ins a second', { timeout: 600_000 }, async () => {
  const sandbox = await startSandbox({ users: 500, limits: null })
  const env = { MUSTER_TRUSTED_PROXIES: '127.0.0.1' }
  const muster = await startMuster({ kore: sandbox, dataDir: join(root, 'alone'), env })
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
  // One browser, whose next session replaces the one before.
  let browser = cookiesOf(await signInAs(url, ''))
  const seconds = 30
  const flood = startFlood(url, seconds)
  const signIns: number[] = []
  const isOver = flood.then(() => true)
  const signingIn = (async () => {
    while (!(await Promise.race([isOver, delay(1000, false)]))) {
      const { ms, status } = await timed(async () => {
        const response = await signInAs(url, browser)
        browser = cookiesOf(response)
        return response
      })
      expect(status).toBe(200)
      signIns.push(ms)
    }
  })()
  print('beside refused sign-ins', await measure(seconds - 5))
  const { perSecondReached, longestMs, statuses } = await flood
  await signingIn
  print('sign-ins of a member from a known browser beside them', signIns)
  process.stdout.write(
    `${perSecondReached} of ${refusedPerSecond} refused sign-ins a second, each within ${longestMs} ms: ${JSON.stringify(statuses)}\n`,
  )
  expect(statuses.map(([status]) => status).filter((status) => !['401', '429'].includes(status))).toEqual([])
  expect(signIns.length).toBeGreaterThan(0)
  // Nor is the owner locked out of another browser.
  await untilTrue('the owner signs in', () =>
    signIn(url).then(
      () => true,
      () => false,
    ),
  )
})
