import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { beginDataDir } from '../adapters/storage/testing/pglite-template.ts'
import { parseConfig } from '../config/config.ts'
import { settings } from '../config/settings.ts'
import { startMuster } from '../testing/muster-process.ts'
import { issuesOf, refuses, type SafetyFacts, safetyChecks, safetyFacts } from './self-check.ts'

const random = randomBytes(33).toString('hex')
const config: SafetyFacts['config'] = {
  host: '0.0.0.0',
  trustedProxies: new BlockList(),
  databaseUrl: `postgresql://muster:${random}@db.example.com/muster?sslmode=verify-full`,
  sealingKeys: { current: Buffer.from(random), previous: null },
  admin: null,
  owners: ['ana@example.com'],
  kore: null,
  logLevel: 'info',
}
const hardened = ['--disable-proto=delete', '--disallow-code-generation-from-strings'] as const
const safe: SafetyFacts = {
  execArgv: [...hardened],
  env: {},
  isInspected: false,
  reportsEnvironment: false,
  uid: 1000,
  coreLimit: '0',
  config,
  files: [],
}
const koreAccount = {
  KORE_HOST: 'bots.kore.ai',
  KORE_CLIENT_ID: 'cs-1',
  KORE_CLIENT_SECRET: 'a-secret-of-thirty-two-bytes-or-more',
}
const withConfig = (more: Partial<SafetyFacts['config']>) => ({ config: { ...config, ...more } })
const withFile = (path: string, mode: number, kind: 'secret' | 'folder') => ({ files: [{ path, mode, kind }] })

describe('the start with a real account', () => {
  test('has nothing to refuse where everything is safe', () => {
    expect(issuesOf(safe)).toEqual([])
    expect(issuesOf({ ...safe, env: { NODE_OPTIONS: '--max-old-space-size=512' }, uid: undefined })).toEqual([])
    expect(issuesOf({ ...safe, coreLimit: null })).toEqual([])
    expect(issuesOf({ ...safe, ...withFile('/run/secrets/key', 0o444, 'secret') })).toEqual([])
    expect(issuesOf({ ...safe, ...withFile('/data', 0o755, 'folder') })).toEqual([])
    const alone = { host: '127.0.0.1', trustedProxies: null, databaseUrl: null, owners: [] }
    expect(issuesOf({ ...safe, ...withConfig({ ...alone, sealingKeys: { current: null, previous: null } }) })).toEqual(
      [],
    )
  })

  const cases: readonly (readonly [name: string, sentence: RegExp, facts: Partial<SafetyFacts>])[] = [
    ['inspector', /--inspect/, { execArgv: [...hardened, '--inspect'] }],
    ['inspector', /--inspect/, { execArgv: [...hardened, '--inspect-brk=0.0.0.0:9229'] }],
    ['inspector', /--inspect/, { env: { NODE_OPTIONS: '--trace-warnings --inspect-wait' } }],
    ['inspector', /--inspect/, { execArgv: [...hardened, '--inspect_brk=0.0.0.0:9229'] }],
    ['inspector', /--inspect/, { env: { NODE_OPTIONS: '"--inspect"' } }],
    ['inspector', /--inspect/, { env: { NODE_OPTIONS: String.raw`"--in\spect_wait"` } }],
    ['inspector', /--inspect/, { isInspected: true }],
    ['flags of Node', /disallow-code/, { execArgv: ['--disable-proto=delete'] }],
    ['memory on disk', /writes its memory/, { execArgv: [...hardened, '--heapsnapshot-signal=SIGUSR2'] }],
    ['memory on disk', /writes its memory/, { execArgv: [...hardened, '--heapsnapshot_signal=SIGUSR2'] }],
    ['memory on disk', /writes its memory/, { execArgv: [...hardened, '--abort_on-uncaught_exception'] }],
    ['memory on disk', /writes its memory/, { env: { NODE_OPTIONS: '"--tls_keylog=/tmp/tls keys"' } }],
    ['reports of Node', /--report-exclude-env/, { reportsEnvironment: true }],
    ['core dumps', /ulimit -c 0/, { coreLimit: 'unlimited' }],
    ['core dumps', /ulimit -c 0/, { coreLimit: '1024' }],
    ['TLS verification', /KORE_CA_FILE/, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }],
    ['user of the system', /root/, { uid: 0 }],
    ['development mode', /--watch/, { env: { WATCH_REPORT_DEPENDENCIES: '1' } }],
    ['development mode', /NODE_ENV/, { env: { NODE_ENV: 'development' } }],
    ['files of secrets', /chmod 600 \/etc\/key/, withFile('/etc/key', 0o644, 'secret')],
    ['folders', /chmod 700 \/data/, withFile('/data', 0o777, 'folder')],
    ['proxy', /MUSTER_TRUSTED_PROXIES/, withConfig({ trustedProxies: null })],
    ['sealing key', /openssl rand/, withConfig({ sealingKeys: { current: null, previous: null } })],
    ['random keys', /guessed/, withConfig({ sealingKeys: { current: Buffer.alloc(40, 'abc'), previous: null } })],
    [
      'password of the database',
      /random password/,
      withConfig({ databaseUrl: 'postgresql://muster:muster@db.example.com/muster?sslmode=verify-full' }),
    ],
    ['owners', /ADMIN_EMAIL/, withConfig({ owners: [] })],
    [
      'encryption to the database',
      /sslmode=verify-full/,
      withConfig({ databaseUrl: `postgresql://muster:${random}@db.example.com/muster` }),
    ],
  ]

  test.each(cases)('finds "%s": %s', (name, sentence, facts) => {
    const found = issuesOf({ ...safe, ...facts })
    expect(found).toEqual([{ name, level: expect.any(String), sentence: expect.stringMatching(sentence) }])
    const isRefused = found.some(({ level }) => level === 'refuse')
    expect(refuses(found, 'production')).toBe(isRefused)
    expect(refuses(found, 'sandbox')).toBe(false)
  })

  test('every check is tried above, or concerns the host of Kore.ai', () => {
    const tried = new Set(cases.map(([name]) => name))
    expect(safetyChecks.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([
      'sandbox as a real account',
    ])
  })

  test('does not start with a real account while it is unsafe', { timeout: 60_000 }, async () => {
    const main = join(import.meta.dirname, '../main.ts')
    const command = 'ulimit -c 1024 && exec "$0" "$@"'
    const child = spawn('/bin/sh', ['-c', command, process.execPath, '--inspect=127.0.0.1:0', main], {
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: '"--heapsnapshot_signal=SIGUSR2" "--report_uncaught_exception"',
        ...koreAccount,
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
    await once(child, 'close')
    expect(child.exitCode).toBe(78)
    expect(output).toContain('--inspect')
    expect(output).toContain('writes its memory')
    expect(output).toContain('--report-exclude-env')
    expect(output).toContain('NODE_TLS_REJECT_UNAUTHORIZED')
    expect(output).toContain('ulimit -c 0')
  })

  test('does not start with a real account while its files are watched', { timeout: 60_000 }, async () => {
    const main = join(import.meta.dirname, '../main.ts')
    const child = spawn(process.execPath, ['--watch', main], {
      env: { PATH: process.env['PATH'], ...koreAccount },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await once(child, 'close')
    })
    let output = ''
    for await (const chunk of child.stderr) {
      output += String(chunk)
      if (output.includes('development mode')) break
    }
    expect(output).toContain('Start it without --watch')
  })

  test('looks at the file of every secret', () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-secrets-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const parsed = parseConfig({})
    const names = Object.values(settings).flatMap(({ name, kind }) => (kind === 'secret' ? [name] : []))
    for (const name of names) {
      writeFileSync(join(folder, name), random)
      vi.stubEnv(`${name}_FILE`, join(folder, name))
    }
    onTestFinished(() => void vi.unstubAllEnvs())
    const looked = safetyFacts(parsed.ok ? parsed.config : expect.fail('the defaults are refused')).files
    expect(names.length).toBeGreaterThan(8)
    expect(looked.map(({ path }) => path)).toEqual(expect.arrayContaining(names.map((name) => join(folder, name))))
  })

  test('opens no inspector on SIGUSR1', { timeout: 120_000 }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-signal-'))
    await beginDataDir(dataDir)
    const sandbox = await startSandbox({ users: 20 })
    const muster = await startMuster({ kore: sandbox, dataDir })
    onTestFinished(async () => {
      await muster.end('SIGKILL')
      await sandbox.stop()
      rmSync(dataDir, { recursive: true })
    })
    muster.child.kill('SIGUSR1')
    await delay(1500)
    expect((await fetch(`${muster.url}/healthz`)).ok).toBe(true)
    expect(muster.output()).not.toMatch(/Debugger listening/u)
    expect(muster.output()).toContain('SIGUSR1')
  })
})
