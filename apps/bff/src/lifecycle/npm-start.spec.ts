import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { beginDataDir } from '../adapters/storage/testing/pglite-template.ts'

const root = join(import.meta.dirname, '../../../..')

/** Binds a port of loopback, or finds a free one; null if it is in use. */
function takePort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function untilTrue(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await holds()) return
    await delay(100)
  }
  throw new Error(`after two minutes the condition does not hold: ${what}`)
}

describe('npm start', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGKILL', 'Ctrl+C'] as const)(
    'leaves no process behind after %s',
    {
      timeout: 300_000,
    },
    async (signal) => {
      const port = (await takePort(0)) ?? expect.fail('no port is free')
      const dataDir = mkdtempSync(join(tmpdir(), 'muster-npm-'))
      // The first start creates the database from nothing, the others open one.
      if (signal !== 'SIGTERM') await beginDataDir(dataDir)
      const npm = spawn('npm', ['start'], {
        cwd: root,
        // A separate process group, as in a terminal.
        detached: true,
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), DATA_DIR: dataDir },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      // A start that never becomes ready must not outlive its test.
      onTestFinished(() => {
        if (npm.pid !== undefined && isAlive(-npm.pid)) process.kill(-npm.pid, 'SIGKILL')
      })
      let output = ''
      npm.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
      await untilTrue('Muster is running', () => output.includes(`http://127.0.0.1:${port}`))
      const { pid }: { pid: number } = JSON.parse(readFileSync(join(dataDir, 'holder.json'), 'utf8'))
      onTestFinished(() => {
        if (isAlive(pid)) process.kill(pid, 'SIGKILL')
        rmSync(dataDir, { recursive: true })
      })
      expect(isAlive(pid)).toBe(true)
      if (signal === 'Ctrl+C') process.kill(-(npm.pid ?? expect.fail('npm did not start')), 'SIGINT')
      else npm.kill(signal)
      await untilTrue('the server is gone', () => !isAlive(pid))
      expect(await takePort(port)).toBe(port)
    },
  )
})
