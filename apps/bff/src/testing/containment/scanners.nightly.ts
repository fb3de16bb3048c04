import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createToken } from '@muster/contracts/tokens'
import { permissions } from '@muster/core/permission'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type Backend, startBackend } from '../backend.ts'
import { freePort } from '../free-port.ts'
import { startMuster, untilTrue } from '../muster-process.ts'

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

/** What ffuf and testssl report. */
const ffufReport = z.object({
  results: z.array(z.object({ url: z.string(), status: z.number(), input: z.object({ FUZZ: z.string() }) })),
})
const issue = z.object({ id: z.string(), severity: z.string() })

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

/** Of wapiti, the most frequent names first. */
const wordList = '/usr/lib/python3/dist-packages/wapitiCore/data/attacks/busterPayloads.txt'
const mostWords = 5000
const files = new Set(['', 'healthz', 'readyz', 'metrics', 'index.html', 'robots.txt'])

test.runIf(has('ffuf') && existsSync(wordList))(
  'ffuf finds no path besides those of the routes',
  { timeout: 3_600_000 },
  async () => {
    const words = join(folder, 'words')
    writeFileSync(words, readFileSync(wordList, 'utf8').split('\n').slice(0, mostWords).join('\n'))
    const routes = (await everyRoute()).map(({ path }) => path.slice(1))
    for (const [start, known] of [
      ['/', files],
      ['/api/', new Set(routes.map((path) => path.slice('api/'.length)))],
    ] as const) {
      const report = join(folder, 'ffuf.json')
      const args = ['-u', `${muster.url}${start}FUZZ`, '-w', words, '-H', `Authorization: Bearer ${token}`]
      const all = ['-mc', 'all', '-fc', '404', '-t', '8', '-s', '-of', 'json', '-o', report]
      await run('ffuf', [...args, ...all], { timeout: 1_700_000, maxBuffer: 2 ** 26 })
      const { results } = ffufReport.parse(JSON.parse(readFileSync(report, 'utf8')))
      const unknown = results.filter(({ input }) => !known.has(input.FUZZ.split('?')[0] ?? ''))
      expect(unknown.map(({ url, status }) => `${status} ${url}`)).toEqual([])
    }
  },
)

/** nginx as the documentation configures it, with a certificate of this test. */
async function startTls(config: string): Promise<ChildProcess> {
  const [certificate, key] = [join(folder, 'tls.pem'), join(folder, 'tls.key')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate]
  await run('openssl', ['req', '-x509', '-days', '30', ...pair, ...subject])
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`)
  const server = config.replace('/etc/ssl/muster.pem', certificate).replace('/etc/ssl/muster.key', key)
  const file = join(folder, 'nginx.conf')
  const http = `access_log off; ${paths.join(' ')} ${server}`
  writeFileSync(file, `daemon off; master_process off; pid ${folder}/pid; events {} http { ${http} }`)
  return spawn('nginx', ['-c', file, '-e', 'stderr'], { stdio: 'ignore' })
}

/** Whether something listens on this port. */
const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).once('error', () => resolve(false))
  })

test.runIf(has('testssl') && has('nginx') && has('openssl'))(
  'testssl finds no weakness behind nginx as documented',
  { timeout: 3_600_000 },
  async () => {
    const documented = readFileSync(join(import.meta.dirname, '../../../../../docs/operations.md'), 'utf8')
    const [, config = ''] = /```nginx\n(.*?)```/s.exec(documented) ?? []
    const port = await freePort()
    const { sandbox } = muster
    const kore = { url: sandbox.url, clientId: sandbox.clientId, clientSecret: sandbox.clientSecret }
    const env = { PUBLIC_URL: `https://localhost:${port}`, MUSTER_TRUSTED_PROXIES: '127.0.0.1' }
    const behind = await startMuster({ kore, dataDir: join(folder, 'behind'), env })
    const proxied = config.replace('127.0.0.1:8080', new URL(behind.url).host)
    let nginx: ChildProcess | undefined
    try {
      nginx = await startTls(proxied.replace('443', `127.0.0.1:${port}`).replace('muster.example', 'localhost'))
      await untilTrue('nginx listens', () => listens(port))
      const report = join(folder, 'testssl.json')
      // Not the certificate, which is self-signed here.
      const checks = ['--protocols', '--std', '--fs', '--server-preference', '--headers', '--vulnerable']
      const how = ['--quiet', '--color', '0', '--warnings', 'off', '--ip', '127.0.0.1', '--jsonfile', report]
      await run('testssl', [...checks, ...how, `https://localhost:${port}/`], {
        timeout: 3_500_000,
        maxBuffer: 2 ** 26,
      }).catch(
        // Its exit code counts issues.
        () => undefined,
      )
      const issues = z.array(issue).parse(JSON.parse(readFileSync(report, 'utf8')))
      expect(issues.find(({ id }) => id === 'TLS1_3')).toMatchObject({ severity: 'OK' })
      const weak = issues.filter(({ severity }) => !['OK', 'INFO', 'DEBUG'].includes(severity))
      expect(weak.map(({ id, severity }) => `${severity} ${id}`)).toEqual([])
    } finally {
      nginx?.kill('SIGKILL')
      await behind.end('SIGTERM')
    }
  },
)

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
