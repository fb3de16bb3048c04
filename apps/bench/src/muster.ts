import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type ApiClient, openApiClient } from '@muster/bff/testing/api-client'
import * as z from 'zod/mini'

/** As `npm start` sets them. */
export const mallocSettings = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '131072' }
export const memoryFlag = '--max-semi-space-size=4'
const program = join(import.meta.dirname, '../../bff/src/main.ts')

export interface Started {
  readonly child: ChildProcess
  /** Milliseconds from the start of the process. */
  readonly readyMs: number
}

export async function end({ child }: Started): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Starts Muster as `npm start` does, without its launcher, and waits until it is ready. `folder` is the benchmark's own. */
export async function startMuster(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Started & { readonly url: string }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    MUSTER_LOG_LEVEL: 'error',
    ...mallocSettings,
    ...settings,
  }
  const began = performance.now()
  const flags = ['--disable-proto=delete', '--disallow-code-generation-from-strings', '--disable-sigusr1', memoryFlag]
  const child = spawn(process.execPath, [...flags, program], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  // Polling would take most of the processor time. The banner follows the start.
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('Muster ended before it was ready')
    await delay(10)
  }
  return { child, url, readyMs: performance.now() - began }
}

const sandboxSchema = z.object({ url: z.string(), clientId: z.string(), clientSecret: z.string() })
const owner = { email: 'owner@example.com', password: 'a password of the owner' }

/** Muster in its own process, a signed-in owner, and a sandbox without limits in another thread of this process. */
export interface Connected {
  readonly url: string
  readonly pid: number
  readonly api: ApiClient
  stop(): Promise<void>
}

export async function startConnected(
  folder: string,
  { users, settings = {} }: { readonly users: number; readonly settings?: Readonly<Record<string, string>> },
): Promise<Connected> {
  const sandbox = new Worker(new URL('./sandbox-thread.ts', import.meta.url), { workerData: users })
  const [message]: unknown[] = await once(sandbox, 'message')
  const kore = sandboxSchema.parse(message)
  const muster = await startMuster(folder, {
    KORE_HOST: kore.url,
    KORE_CLIENT_ID: kore.clientId,
    KORE_CLIENT_SECRET: kore.clientSecret,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_RATE_PER_MINUTE: '100000',
    KORE_RATE_PER_HOUR: '1000000',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    ...settings,
  })
  const { pid } = muster.child
  if (pid === undefined) throw new Error('no process')
  const api = await openApiClient(muster.url, owner)
  const stop = async () => {
    api.close()
    await end(muster)
    await sandbox.terminate()
  }
  return { url: muster.url, pid, api, stop }
}
