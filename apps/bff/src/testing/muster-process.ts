// Muster as operators run it: a separate process, real HTTP, a real store. For tests of its life cycle: stops, kills, restarts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beginDataDir, briefStore } from '../adapters/storage/testing/pglite-template.ts'
import { freePort } from './free-port.ts'

export const owner = { email: 'owner@example.com', password: 'correct horse battery staple' }

export interface MusterProcess {
  readonly url: string
  readonly child: ChildProcess
  readonly output: () => string
  /** Sends the signal and waits for the end; returns the exit code, null after a kill. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export interface MusterOptions {
  readonly kore: { readonly url: string; readonly clientId: string; readonly clientSecret: string }
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

/** As in production. */
const flags = ['--disable-proto=delete', '--disallow-code-generation-from-strings']

/** Starts Muster and waits until it is ready. A data folder without a database gets a migrated one first. */
export async function startMuster(options: MusterOptions): Promise<MusterProcess> {
  const { dataDir, env = {} } = options
  if (env['DATABASE_URL'] === undefined && !existsSync(join(dataDir, 'pglite'))) await beginDataDir(dataDir)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = join(import.meta.dirname, '../main.ts')
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), ...flags, ...briefStore, program], {
    env: environmentOf(options, port, url),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
  const gone = once(child, 'exit')
  const output = () => chunks.join('')
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  await untilTrue('it is ready', async () => {
    if (isGone()) throw new Error(`Muster exited before it was ready:\n${output()}`)
    return (await fetch(`${url}/readyz`)).ok
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
    return child.exitCode
  }
  return { url, child, output, end }
}

/** Runs Muster on a data folder where it cannot start; returns its output. */
export async function refusal(dataDir: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PORT: '0',
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
  await once(child, 'close')
  return { code: child.exitCode, output }
}

function environmentOf({ kore, dataDir, env }: MusterOptions, port: number, url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    KORE_HOST: kore.url,
    KORE_CLIENT_ID: kore.clientId,
    KORE_CLIENT_SECRET: kore.clientSecret,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_RATE_PER_MINUTE: '60000',
    KORE_RATE_PER_HOUR: '100000',
    // An hour: what is left in doubt is still in doubt when a test counts it.
    KORE_QUIESCE_SECONDS: '3600',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    ...env,
  }
}

/** Tries every 100 ms until the condition holds; network errors count as not yet. */
export async function untilTrue(what: string, holds: () => Promise<boolean>, seconds = 120): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1000
  while (performance.now() < giveUpAt) {
    const held = await holds().catch((error: unknown) => {
      if (error instanceof TypeError) return false
      throw error
    })
    if (held) return
    await delay(100)
  }
  throw new Error(`after ${seconds} s, the condition does not hold: ${what}`)
}

/** The owner's session, valid on every process of one store. A proof of who they are replaces its values. */
export interface OwnerSession {
  cookie: string
  csrf: string
}

export async function signIn(url: string): Promise<OwnerSession> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(owner),
  })
  return sessionOf(response)
}

async function sessionOf(response: Response): Promise<OwnerSession> {
  const { csrfToken } = await jsonOf<{ csrfToken: string }>(response, 200)
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: csrfToken }
}

/** Proves who the owner is, for the plan with this hash. */
async function prove({ url, session }: { url: string; session: OwnerSession }, planHash: string): Promise<void> {
  const headers = {
    cookie: session.cookie,
    origin: url,
    'x-muster-csrf': session.csrf,
    'content-type': 'application/json',
  }
  const body = JSON.stringify({ password: owner.password, planHash })
  const response = await fetch(`${url}/api/session/reauthenticate`, { method: 'POST', headers, body })
  Object.assign(session, await sessionOf(response))
}

async function jsonOf<T>(response: Response, status: number): Promise<T> {
  const text = await response.text()
  if (response.status !== status) throw new Error(`${response.url} answered ${response.status}: ${text}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the shape of the route it calls
  return JSON.parse(text) as T
}

export const get = async <T>(url: string, path: string, { cookie }: OwnerSession): Promise<T> =>
  jsonOf<T>(await fetch(url + path, { headers: { cookie } }), 200)

export async function post<T>(
  at: { url: string; session: OwnerSession },
  path: string,
  body: unknown,
  status = 201,
): Promise<T> {
  const { cookie, csrf } = at.session
  const headers = { cookie, origin: at.url, 'x-muster-csrf': csrf, 'content-type': 'application/json' }
  return jsonOf<T>(await fetch(at.url + path, { method: 'POST', headers, body: JSON.stringify(body) }), status)
}

interface PlanSeen {
  readonly state: string
  readonly hash: string
  readonly confirmation: { readonly text?: string }
}

/** Plans a change and applies it with the required confirmation and proof; returns the job's ID. */
export async function apply(at: { url: string; session: OwnerSession }, source: unknown): Promise<string> {
  const { id } = await post<{ id: string }>(at, '/api/plans', source)
  const seen = () => get<PlanSeen>(at.url, `/api/plans/${id}`, at.session)
  await untilTrue('the plan is computed', async () => (await seen()).state !== 'computing')
  const { hash, confirmation } = await seen()
  const typed = confirmation.text === undefined ? {} : { confirmation: confirmation.text }
  await prove(at, hash)
  return (await post<{ jobId: string }>(at, `/api/plans/${id}/apply`, { hash, ...typed })).jobId
}

/** A request to erase `count` customers that the sandbox knows (any channel user ID), from the number `first` on. */
export const erasureOf = (count: number, first = 0) => ({
  kind: 'identifiers',
  identifiers: Array.from({ length: count }, (_, n) => ({ by: 'orgUserId', value: `${700_000 + first + n}` })),
  change: { kind: 'erase', scope: { kind: 'all_bots' } },
})

export interface JobSeen {
  readonly state: string
  readonly reason: string | null
  readonly waiting: { readonly reason: string } | null
  readonly total: number
  readonly counts: Readonly<
    Record<'changed' | 'unchanged' | 'failed' | 'not_attempted' | 'unknown' | 'pending', number>
  >
}

export const jobOf = (url: string, jobId: string, session: OwnerSession) =>
  get<JobSeen>(url, `/api/jobs/${jobId}`, session)
