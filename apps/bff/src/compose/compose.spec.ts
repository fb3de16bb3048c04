import { createSecretKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import { startSandbox } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { defaultTimeouts, directNetwork } from '../adapters/kore/transport/settings.ts'
import { createLogger } from '../adapters/logging/create-logger.ts'
import { beginDataDir } from '../adapters/storage/testing/pglite-template.ts'
import type { Config } from '../config/config.ts'
import { openApiPath } from '../http/openapi.ts'
import { everyRoute } from '../http/testing/every-route.ts'
import { compose, type Running } from './compose.ts'

const password = 'canary-password-of-the-owner'
const clientSecret = 'canary-secret-canary-secret-canary-secret'
const logged: string[] = []
const responses: string[] = []
let app: Running
const metricsToken = 'a token for the metrics'
let stopAll: () => Promise<void>

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'app-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Muster</title>')
  await beginDataDir(join(folder, 'data'))
  const sandbox = await startSandbox({ users: 60, clientSecret })
  const limits = { ratePerMinute: 10_000, ratePerHour: 100_000, batchSize: 50 }
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: null,
    dataDir: join(folder, 'data'),
    databaseUrl: null,
    kore: {
      host: sandbox.url,
      clientId: sandbox.clientId,
      secret: createSecretKey(Buffer.from(clientSecret)),
      ...limits,
      enforceJti: true,
      jweKey: null,
      timeouts: defaultTimeouts,
      network: directNetwork,
    },
    limits,
    environment: 'sandbox',
    sandboxLimits: 'relaxed',
    owners: [],
    mail: null,
    sealingKeys: { current: null, previous: null },
    oidc: null,
    network: directNetwork,
    admin: { email: 'owner@example.com', password: Buffer.from(password) },
    quiesceMs: 90_000,
    maxUsers: 2_000_000,
    guards: { ...defaultGuardLimits, delayMinutes: null, erasureDelayMinutes: null },
    metricsToken: Buffer.from(metricsToken),
    trustedProxies: null,
    auditHeads: {
      signingKeyFile: join(folder, 'data', 'audit-signing-key.pem'),
      publicKeysFile: null,
      heads: join(folder, 'data', 'audit-heads'),
      headsUrl: null,
    },
    retention: {
      keepUploadsDays: 30,
      erasureDeadlineDays: 30,
      erasureNoticeDays: 7,
      keptDays: { plans: 7, selections: 1, responses: null, jobs: null },
    },
    outbound: {
      notices: { webhooks: [], secret: null, slack: null, teams: null, emails: [], language: 'en', details: false },
      audit: null,
      allowPrivate: false,
      network: directNetwork,
    },
    role: 'all',
    logLevel: 'info',
    warnings: [],
  }
  const log = createLogger('info', { write: (line: string) => logged.push(line) })
  app = await compose(config, { log, webRoot: folder })
  stopAll = async () => {
    await app.stop()
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  }
}, 120_000)
afterAll(() => stopAll(), 60_000)

async function request(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: string; headers: Headers }> {
  const response = await fetch(app.url + path, { ...init, signal: AbortSignal.timeout(20_000) })
  const body = await response.text()
  responses.push(`${JSON.stringify([...response.headers])} ${body}`)
  return { status: response.status, body, headers: response.headers }
}

async function signIn() {
  const { status, body, headers } = await request('/api/session', {
    method: 'POST',
    headers: { Origin: app.url, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'owner@example.com', password }),
  })
  expect(status).toBe(200)
  const cookie = headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^sid=[\w-]{54}; Path=\/; HttpOnly; SameSite=Strict, device=/)
  const { csrfToken } = JSON.parse(body) as { csrfToken: string }
  const reading = { Cookie: cookie.split(';')[0] ?? '' }
  return {
    reading,
    writing: { ...reading, Origin: app.url, 'X-Muster-CSRF': csrfToken, 'Content-Type': 'application/json' },
  }
}

describe('the composed app', () => {
  test('serves every route of the contracts, and describes exactly those', async () => {
    expect((await request('/api/openapi.json')).status).toBe(401)
    const { reading } = await signIn()
    const { body } = await request('/api/openapi.json', { headers: reading })
    const { openapi, paths } = JSON.parse(body) as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    )
    const declared = (await everyRoute()).map((route) => `${route.method.toLowerCase()} ${openApiPath(route.path)}`)
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/)
    expect(openapi).toBe('3.1.0')
    expect(described.toSorted()).toEqual(declared.toSorted())
  })

  test('is ready, and serves metrics to any client with the token', async () => {
    expect(await request('/readyz')).toMatchObject({ status: 200, body: '{"status":"ok"}' })
    const bearing = { headers: { Authorization: `Bearer ${metricsToken}` } }
    const metrics = await request('/metrics', bearing)
    expect(metrics.body).toContain('muster_http_request_seconds_bucket')
    // The directory sync is running: its calls are timed.
    await vi.waitFor(
      async () =>
        expect((await request('/metrics', bearing)).body).toMatch(
          /muster_kore_call_seconds_count\{endpoint="Get User Roles Details",result="200"\} [1-9]/,
        ),
      { timeout: 20_000, interval: 300 },
    )
    // A proxy on this machine may pass on a stranger's request: indistinguishable from a direct one.
    for (const headers of [{}, { Authorization: 'Bearer another token of 20' }])
      expect((await request('/metrics', { headers })).status).toBe(404)
  })

  test('signs a user in, identifies the user, and forgets the session after sign-out', async () => {
    const { reading, writing } = await signIn()
    const whoami = async () =>
      JSON.parse((await request('/api/session', { headers: reading })).body) as { member: unknown }
    expect((await whoami()).member).toMatchObject({ email: 'owner@example.com', role: 'owner' })
    const out = await request('/api/session', { method: 'DELETE', headers: writing })
    expect(out.status).toBe(200)
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect((await whoami()).member).toBeNull()
    expect((await request('/api/users', { headers: reading })).status).toBe(401)
  })

  test('refuses a wrong password without details, and delays the next attempt', async () => {
    const guess = (email: string) =>
      request('/api/session', {
        method: 'POST',
        headers: { Origin: app.url, 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: 'not the password' }),
      })
    const known = await guess('Someone@example.com')
    expect(known.status).toBe(401)
    expect(known.body).toContain('sign_in_failed')
    const again = await guess('someone@EXAMPLE.com')
    expect(again.status).toBe(429)
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('leaks no secret through any route or the log', async () => {
    const { reading, writing } = await signIn()
    const every = (await everyRoute()).filter((route) => route.path !== '/api/events')
    // The sign-out last: without a session, routes answer nothing worth reading.
    const isLast = ({ method, path }: (typeof every)[number]) => method === 'DELETE' && path === '/api/session'
    const routes = [...every.filter((route) => !isLast(route)), ...every.filter(isLast)]
    const unsigned = logged.filter((line) => line.includes('"status":401')).length
    await request('/api/users?q=%00', { headers: reading })
    for (const route of routes) {
      const path = route.path.replaceAll(/:\w+/g, '1')
      const unsafe = route.method !== 'GET'
      await request(path, {
        method: route.method,
        headers: unsafe ? writing : reading,
        ...(unsafe ? { body: '{}' } : {}),
      })
    }
    expect(responses.length).toBeGreaterThan(routes.length)
    const everything = [...responses, ...logged].join('\n')
    expect(logged.length).toBeGreaterThan(routes.length)
    const refused = logged.filter((line) => line.includes('"status":401')).slice(unsigned)
    expect(refused.filter((line) => !line.includes('/scim/'))).toEqual([])
    expect(everything).not.toContain('canary')
    const bearer = reading.Cookie.split('=')[1] ?? 'none'
    expect(logged.join('\n')).not.toContain(bearer)
    expect(logged.join('\n')).not.toMatch(/owner@example\.com|eyJ/)
    expect(responses.join('\n')).not.toMatch(/node_modules|\.ts:\d+/)
  })
})
