import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, startEngine, whyNoEngine } from './engine.ts'
import { importSubstituteImages } from './substitute-images.ts'

/** Maximum of megabytes that the image adds to its base. */
const largest = 150
const root = join(import.meta.dirname, '../../../..')
const password = 'a long sentence for this test'
const reason = whyNoEngine()
if (reason !== undefined)
  process.stderr.write(`no container engine: the tests of the image and its topology are skipped: ${reason}\n`)

describe.skipIf(reason !== undefined)('the image and docker compose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-engine-'))
  const project = join(folder, 'project')
  let engine: Engine

  const compose = (...args: readonly string[]): string =>
    engine.docker(['compose', '--project-directory', project, '-f', join(root, 'docker-compose.yml'), ...args])

  /** Status of a response through the published port; 0 without one. */
  function status(path: string, ...options: readonly string[]): number {
    const url = `http://localhost:8080${path}`
    return Number(engine.inNetwork(['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', ...options, url]).out)
  }

  async function until(what: string, holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 240; tries++) {
      if (holds()) return
      await wait(500)
    }
    throw new Error(`not within two minutes: ${what}\n${compose('ps')}\n${compose('logs', '--tail', '40')}`)
  }

  beforeAll(async () => {
    const builder = await startEngine(folder, { outside: true })
    importSubstituteImages(builder, folder)
    builder.docker(['build', '--network', 'host', '-t', 'muster-first', root])
    for (const name of ['muster-second', 'muster-sandbox']) builder.docker(['tag', 'muster-first', name])
    await builder.stop()
    mkdirSync(join(project, 'secrets'), { recursive: true })
    for (const name of ['kore_client_secret', 'sealing_key'])
      writeFileSync(join(project, 'secrets', name), randomBytes(33).toString('base64'))
    writeFileSync(join(project, 'secrets', 'admin_password'), `${password}\n`)
    engine = await startEngine(folder, { outside: false })
  }, 900_000)

  afterAll(async () => {
    compose('down', '--volumes')
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 600_000)

  it(`adds at most ${largest} MB to its base`, () => {
    const size = (name: string) => Number(engine.docker(['image', 'inspect', '-f', '{{.Size}}', name]))
    const added = (size('muster-first') - size('node:24.21.0-bookworm-slim')) / 1e6
    expect(added).toBeGreaterThan(10)
    expect(added).toBeLessThanOrEqual(largest)
  })

  it('starts as documented, and an owner signs in through the proxy', async () => {
    compose('up', '--detach', '--no-build')
    await until('the proxy is ready', () => status('/readyz') === 200)
    const body = JSON.stringify({ email: 'owner@example.com', password })
    const signedIn = status(
      '/api/session',
      '-H',
      'Content-Type: application/json',
      '-H',
      'Origin: http://localhost:8080',
      '-d',
      body,
    )
    expect(signedIn).toBe(200)
  }, 300_000)

  it('has the commands of an operator', () => {
    expect(compose('exec', '-T', 'first', 'npm', 'run', 'sign-in-link')).toMatch(/http:\/\/localhost:8080\/\S+/)
    expect(compose('exec', '-T', 'second', 'npm', 'run', 'doctor')).toContain('The store in PostgreSQL')
  })

  it('prints no secret in any log', () => {
    const secret = engine.inNetwork(['cat', join(project, 'secrets', 'kore_client_secret')]).out.trim()
    const logs = compose('logs', '--no-color')
    expect(logs.length).toBeGreaterThan(1000)
    expect(logs).not.toContain(secret)
    expect(logs).not.toContain(password)
  })

  it('is ready again after a restart of the sandbox', async () => {
    compose('restart', 'sandbox')
    await until('the proxy is ready again', () => status('/readyz') === 200)
    expect(compose('ps', '--status', 'running', '--services').trim().split('\n')).toHaveLength(5)
    compose('restart', 'first', 'second')
    await until('the proxy is ready after the replicas', () => status('/readyz') === 200)
  }, 300_000)
})
