import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { beginDataDir } from '../adapters/storage/testing/pglite-template.ts'
import { startMuster } from '../testing/muster-process.ts'
import { unsafeFacts } from './self-check.ts'

const safe = { execArgv: ['--disable-proto=delete'], env: {}, uid: 1000 }

describe('the process that holds the secret', () => {
  test('is safe without debugger, with TLS verification, as a dedicated user', () => {
    expect(unsafeFacts(safe)).toEqual([])
    expect(unsafeFacts({ ...safe, env: { NODE_OPTIONS: '--max-old-space-size=512' }, uid: undefined })).toEqual([])
  })

  test.each([
    ['--inspect', { execArgv: ['--inspect'] }],
    ['--inspect', { execArgv: ['--inspect-brk=0.0.0.0:9229'] }],
    ['--inspect', { env: { NODE_OPTIONS: '--trace-warnings --inspect-wait' } }],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }],
    ['root', { uid: 0 }],
  ])('is unsafe with %s (%o)', (name, facts) => {
    const found = unsafeFacts({ ...safe, ...facts })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(name)
  })

  test('does not start with a real account while it is unsafe', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', join(import.meta.dirname, '../main.ts')], {
      env: {
        PATH: process.env['PATH'],
        KORE_HOST: 'bots.kore.ai',
        KORE_CLIENT_ID: 'cs-1',
        KORE_CLIENT_SECRET: 'a-secret-of-thirty-two-bytes-or-more',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
    await once(child, 'close')
    expect(child.exitCode).toBe(78)
    expect(output).toContain('--inspect')
    expect(output).toContain('NODE_TLS_REJECT_UNAUTHORIZED')
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
