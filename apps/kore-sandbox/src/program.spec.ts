import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allUserRolesResponse } from '@muster/kore-api/all-user-roles'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { call } from './sandbox-client.ts'

// Starting a process takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'sandbox-program-'))
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})
afterAll(() => rmSync(folder, { recursive: true }))

const firstLine = z.strictObject({ url: z.url(), clientId: z.string(), clientSecret: z.optional(z.string()) })
const keptSecret = 'a secret that survives restarts'

/** The sandbox as a program: its output and its process. */
function start(...options: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...options])
  stops.push(() => void child.kill('SIGKILL'))
  const output: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  /** A given secret is not printed: the one of the file counts. */
  const line = async () => {
    const printed = firstLine.parse(JSON.parse(String((await once(child.stdout, 'data'))[0])))
    return {
      ...printed,
      isPrinted: printed.clientSecret !== undefined,
      clientSecret: printed.clientSecret ?? keptSecret,
    }
  }
  return { child, line, output: () => Buffer.concat(output).toString() }
}

const lastUsers = async (at: Awaited<ReturnType<ReturnType<typeof start>['line']>>, users: number) => {
  const got = await call(at, `GET /api/public/alluserroles?limit=3&offset=${users - 3}`)
  return allUserRolesResponse.parse(got.body)
}

it('starts with a million users as fast as with few, in little memory, and ends on request', async () => {
  writeFileSync(join(folder, 'secret'), `${keptSecret}\n`)
  const kept = ['--client-id', 'cs-kept', '--client-secret-file', join(folder, 'secret')]
  const started = performance.now()
  const { child, line } = start('--users', '1000000', '--profile', 'v2', ...kept)
  const at = await line()
  expect(at).toMatchObject({ clientId: 'cs-kept', isPrinted: false })
  const last = await lastUsers(at, 1_000_000)
  expect([last.total, last.users.length, last.availableMore]).toEqual([1_000_000, 3, false])
  expect(performance.now() - started).toBeLessThan(60_000)
  const status = `/proc/${child.pid}/status`
  if (existsSync(status)) {
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024
    expect(megabytes).toBeLessThan(300)
  }
  const body = { users: [{ userInfo: { emailId: last.users[0]?.username } }] }
  expect((await call(at, 'PUT /api/public/users', { body })).body).toMatchObject({
    msg: 'User is updated Successfully.',
  })
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

it('the same seed gives the same users in another process', async () => {
  const [one, same, other] = await Promise.all(
    ['7', '7', '8'].map(async (seed) => lastUsers(await start('--users', '5000', '--seed', seed).line(), 5000)),
  )
  expect(same?.users).toEqual(one?.users)
  expect(other?.users).not.toEqual(one?.users)
})

it.each([
  [['--profile', 'v3'], /xo or v2/],
  [['--users', 'many'], /whole number/],
  [['--client-secret', 'a', '--client-secret-file', 'b'], /not both/],
])('refuses %j with a sentence', async (options, sentence) => {
  const { child, output } = start(...options)
  const [code] = await once(child, 'exit')
  expect(code).not.toBe(0)
  expect(output()).toMatch(sentence)
})
