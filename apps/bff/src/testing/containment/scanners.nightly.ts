import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createToken } from '@muster/contracts/tokens'
import { permissions } from '@muster/core/permission'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'scanners-'))
let muster: Backend
let token: string

beforeAll(async () => {
  muster = await startBackend({ env: { MUSTER_TRUSTED_PROXIES: '127.0.0.1' } })
  const reading = permissions.filter((permission) => permission.endsWith(':read'))
  const made = await muster.api.call(createToken, {
    body: { name: 'Scanner', permissions: reading, expiresInDays: 1 },
  })
  token = made.secret
})
afterAll(async () => {
  await muster.stop()
  rmSync(folder, { recursive: true })
})

/** Whether a program is installed; the scan of another one is skipped, with a word. */
function has(program: string): boolean {
  const isInstalled = spawnSync('which', [program]).status === 0
  // oxlint-disable-next-line no-console -- read in the log of the night
  if (!isInstalled) console.warn(`${program} is not installed: its scan is skipped`)
  return isInstalled
}

/** Searches and filters: all parameters that reach SQL as text. */
const searched = ['/api/users?q=ana&sort=name', '/api/audit?q=ana&target=ana&actor=ana', '/api/uploads?limit=5']

test.runIf(has('wapiti'))('wapiti finds no vulnerability', async () => {
  const report = join(folder, 'wapiti.json')
  const starts = searched.flatMap((path) => ['-s', muster.url + path])
  const modules = ['-m', 'sql,xss,permanentxss,exec,file,redirect,crlf', '--max-scan-time', '180']
  const output = ['-f', 'json', '-o', report, '--flush-session', '--no-bugreport', '--store-session', folder]
  const args = ['-u', `${muster.url}/`, ...starts, '-H', `Authorization: Bearer ${token}`, ...modules, ...output]
  await run('wapiti', args, { timeout: 500_000, maxBuffer: 2 ** 26 })
  const found: unknown = JSON.parse(readFileSync(report, 'utf8'))
  const kinds: readonly unknown[] = Object.values(Object(Reflect.get(Object(found), 'vulnerabilities')))
  expect(kinds.length).toBeGreaterThan(3)
  expect(kinds.flat()).toEqual([])
})

test.runIf(has('sqlmap'))('sqlmap injects nothing into a search', { timeout: 3_600_000 }, async () => {
  for (const path of searched.slice(0, 2)) {
    const { stdout } = await run(
      'sqlmap',
      ['-u', muster.url + path, '--batch', '--level', '3', '--risk', '2', '--dbms', 'PostgreSQL', '--threads', '4']
        .concat(['-H', `Authorization: Bearer ${token}`, '--flush-session', '--output-dir', folder])
        .concat(['--ignore-code', '400,429', '--disable-coloring']),
      { timeout: 1_700_000, maxBuffer: 2 ** 26 },
    )
    expect(stdout).toMatch(/all tested parameters do not appear to be injectable/)
    expect(stdout).not.toMatch(/is vulnerable|appears to be '.*' injectable/)
  }
})

test.runIf(has('slowhttptest')).each([
  ['headers', ['-H', '-i', '5']],
  ['bodies', ['-B', '-i', '5', '-s', '8192', '-t', 'POST']],
  ['reads', ['-X', '-w', '1', '-y', '8', '-n', '5', '-z', '1', '-k', '3']],
])('500 connections with slow %s leave Muster in service', async (_what, how) => {
  const attack = run(
    'slowhttptest',
    [...how, '-c', '500', '-r', '100', '-l', '40', '-p', '5', '-u', `${muster.url}/api/session`],
    { timeout: 120_000, maxBuffer: 2 ** 26 },
  )
  const slowest: number[] = []
  const over = new AbortController()
  void attack.finally(() => over.abort()).catch(() => undefined)
  while (!over.signal.aborted) {
    const began = performance.now()
    const { status } = await muster.api.send('GET', '/api/users?limit=1')
    expect(status).toBe(200)
    slowest.push(performance.now() - began)
    await new Promise((resolve) => {
      setTimeout(resolve, 500)
    })
  }
  await attack
  // oxlint-disable-next-line no-console -- a figure for docs/security.md
  console.info(`${slowest.length} requests of a member, the slowest ${Math.round(Math.max(...slowest))} ms`)
})
