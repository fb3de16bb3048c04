import type { Route } from '@muster/contracts/route'
import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ProblemError } from '../problem-error.ts'
import { type BoundRoute, bind } from './route-handler.ts'
import { everyRoute } from './testing/every-route.ts'
import { startTestApp } from './testing/test-app.ts'

const echo = {
  method: 'POST',
  path: '/api/echo/:id',
  summary: 'For tests',
  permission: 'users:edit',
  stepUp: 'none',
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.optional(z.string()), limit: z._default(z.coerce.number(), 5) }),
  body: z.object({ name: z.string(), deep: z.optional(z.array(z.object({ a: z.number() }))) }),
  responses: { 200: z.object({ id: z.string(), name: z.string() }) },
} as const satisfies Route
const read = {
  method: 'GET',
  path: '/api/read',
  summary: 'For tests',
  permission: 'users:read',
  stepUp: 'none',
  responses: { 200: z.object({ ok: z.boolean() }) },
} as const satisfies Route
const broken = { ...read, path: '/api/broken' } as const satisfies Route
const refusing = { ...read, path: '/api/refusing' } as const satisfies Route
const wrong = { ...read, path: '/api/wrong' } as const satisfies Route
const undeclared = { ...read, path: '/api/undeclared' } as const satisfies Route
const file = { ...read, path: '/api/file.csv', responses: { 200: { mediaType: 'text/csv' } } } as const satisfies Route

const routes: BoundRoute[] = [
  bind(echo, async ({ params, body }) => ({ status: 200, json: { id: params.id, name: body.name, secret: 'canary' } })),
  bind(read, async () => ({ status: 200, json: { ok: true } })),
  bind(broken, async () => Promise.reject(new Error('secret=TOPSECRET at /inside'))),
  bind(refusing, async () =>
    Promise.reject(new ProblemError('kore_rate_limited', message('problem.stopping'), { retryAfterSeconds: 7 })),
  ),
  bind(wrong, async () => ({ status: 200, json: { ok: 'canary' } })),
  bind(undeclared, async () => ({ status: 204, json: {} })),
  bind(file, async () => ({ status: 200, bytes: Buffer.from('a,b'), mediaType: 'text/csv', filename: 'x"\r\n/ü.csv' })),
]

async function problemOf(answer: Response, status: number, code: string) {
  expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
    status,
    type: 'application/problem+json',
  })
  const body: unknown = await answer.json()
  expect(body).toMatchObject({ status, code, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  return JSON.stringify(body)
}

describe('a bound route', () => {
  const post = async (body: string, more: { headers?: Record<string, string>; query?: string } = {}) => {
    const app = await startTestApp(routes)
    const headers = { ...app.signIn().writing, 'Content-Type': 'application/json', ...more.headers }
    return await fetch(`${app.url}/api/echo/7${more.query ?? ''}`, { method: 'POST', body, headers })
  }

  test('receives its parsed inputs, and only declared fields leave', async () => {
    const answer = await post('{"name":"Ana"}', { query: '?q=a' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('{"id":"7","name":"Ana"}')
  })

  test.each<[string, string, string, RegExp]>([
    ['an unknown key', '{"name":"a","isAdmin":true}', '', /body\.isAdmin/],
    ['a nested unknown key', '{"name":"a","deep":[{"a":1,"b":2}]}', '', /body\.deep\[0\]\.b/],
    ['a prototype', '{"name":"a","__proto__":{"isAdmin":true}}', '', /__proto__/],
    ['a duplicate key', '{"name":"a","name":"b"}', '', /duplicate/],
    ['a duplicate key by escape', '{"name":"a","n\\u0061me":"b"}', '', /duplicate/],
    ['half a character', '{"name":"\\ud800"}', '', /surrogate/],
    ['depth', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, '', /nested|parsed/],
    ['no JSON', '{name:1}', '', /parsed/],
    ['a byte order mark', '\ufeff{"name":"a"}', '', /parsed/],
    ['nothing', '', '', /requires a JSON body/],
    ['a duplicate key in the query', '{"name":"a"}', '?q=1&q=2', /query\.q/],
    ['brackets in the query', '{"name":"a"}', '?q[b]=1', /not a name/],
    ['a NUL in the query', '{"name":"a"}', '?q=%00', /NUL/],
    ['overlong UTF-8 in the query', '{"name":"a"}', '?q=%c0%af', /UTF-8/],
    ['an unknown query key', '{"name":"a"}', '?x=1', /query\.x/],
  ])('refuses %s with 400', async (_what, body, query, where) => {
    expect(await problemOf(await post(body, { query }), 400, 'invalid_request')).toMatch(where)
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  test('accepts 256 KB and refuses one byte more with 413', async () => {
    const body = (size: number) => `{"name":"${'x'.repeat(size - 11)}"}`
    expect((await post(body(256 * 1024))).status).toBe(200)
    await problemOf(await post(body(256 * 1024 + 1)), 413, 'too_large')
  })

  test.each([
    ['compressed', { 'Content-Encoding': 'gzip' }],
    ['another type', { 'Content-Type': 'application/xml' }],
    ['another charset', { 'Content-Type': 'application/json; charset=utf-16' }],
  ])('refuses a body that is %s with 415', async (_what, headers) => {
    await problemOf(await post('{"name":"a"}', { headers }), 415, 'unsupported_media_type')
  })
})

describe('problems', () => {
  test.each<[string, string, number, string]>([
    ['GET', '/api/nothing', 404, 'not_found'],
    ['GET', '/api/broken', 500, 'internal'],
    ['GET', '/api/wrong', 500, 'internal'],
    ['GET', '/api/undeclared', 500, 'internal'],
    ['GET', '/api/refusing', 503, 'kore_rate_limited'],
    ['DELETE', '/api/read', 405, 'method_not_allowed'],
    ['OPTIONS', '/api/read', 405, 'method_not_allowed'],
    ['POST', '/users', 405, 'method_not_allowed'],
    ['GET', '/assets/none.js', 404, 'not_found'],
    ['GET', '/assets/app-1a2b.js.map', 404, 'not_found'],
    ['GET', '/.git/config', 404, 'not_found'],
    ['GET', '/.env', 404, 'not_found'],
    ['GET', '/install.x-shop', 404, 'not_found'],
    ['GET', '/users/.ssh/id_ed25519', 404, 'not_found'],
    ['GET', '/assets/..%2f..%2f..%2fetc%2fpasswd', 404, 'not_found'],
    ['GET', '/api/%ff', 404, 'not_found'],
    ['GET', '/api/echo/%ff', 400, 'invalid_request'],
  ])('%s %s responds with %i %s and no internals', async (method, path, status, code) => {
    const app = await startTestApp(routes)
    const answer = await fetch(app.url + path, { method, headers: app.signIn().reading })
    const text = await problemOf(answer, status, code)
    expect(text).not.toMatch(/TOPSECRET|canary|inside"|node_modules|\.ts:|ZodError/)
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET/)
    if (status === 503) expect(answer.headers.get('retry-after')).toBe('7')
    expect(app.logged.length).toBe(status === 500 ? 1 : 0)
  })

  test('keeps an idle connection longer than proxies do', async () => {
    const app = await startTestApp(routes)
    const { headers } = await fetch(`${app.url}/healthz`)
    expect(Number(headers.get('keep-alive')?.split('=')[1])).toBeGreaterThan(60)
  })

  test('responds with 503 and Retry-After while stopping, except for health', async () => {
    const app = await startTestApp(routes, { stopping: () => true })
    const answer = await fetch(`${app.url}/api/read`, { headers: app.signIn().reading })
    await problemOf(answer, 503, 'stopping')
    expect(answer.headers.get('retry-after')).toBe('5')
  })

  test('refuses the 11th request of a member in a minute of ten with 429, and recovers with time', async () => {
    let now = 0
    const clock = { now: () => now, monotonic: () => now, sleep: async () => {} }
    const app = await startTestApp(routes, { clock, requestsPerMinute: { member: 10, anonymous: 2 } })
    const { reading } = app.signIn()
    const get = (headers: Record<string, string>) => fetch(`${app.url}/api/read`, { headers })
    for (let count = 0; count < 10; count += 1) expect((await get(reading)).status).toBe(200)
    const refused = await get(reading)
    await problemOf(refused, 429, 'too_many_requests')
    expect(refused.headers.get('retry-after')).toBe('6')
    expect((await get(app.signIn().reading)).status).toBe(200)
    expect([(await get({})).status, (await get({})).status, (await get({})).status]).toEqual([401, 401, 429])
    now += 6000
    expect((await get(reading)).status).toBe(200)
  })
})

test('sends a download as an attachment with a safe name and a separate policy', async () => {
  const app = await startTestApp(routes)
  const navigation = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
  const answer = await fetch(`${app.url}/api/file.csv`, { headers: { ...app.signIn().reading, ...navigation } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="x_____.csv"; filename*=UTF-8''x____%C3%BC.csv`,
  )
})

describe('forged requests to every route of the contracts', () => {
  const standIns = async () =>
    (await everyRoute()).map(
      (route): BoundRoute => ({
        route,
        handle: async () => Promise.reject(new ProblemError('gone', message('problem.no_resource'))),
      }),
    )
  const pathOf = (route: Route) => route.path.replaceAll(/:\w+/g, '1')

  test('every unsafe route refuses every forgery with 403', { timeout: 120_000 }, async () => {
    const unsafe = (await standIns()).filter(({ route }) => route.method !== 'GET')
    const app = await startTestApp(unsafe)
    const other = app.signIn().writing
    const { reading, writing } = app.signIn()
    const json = { 'Content-Type': 'application/json' }
    const { 'X-Muster-CSRF': token } = writing as { 'X-Muster-CSRF': string }
    const session: [string, Record<string, string>][] = [
      ['no token', { ...reading, Origin: app.url, ...json }],
      ['a wrong token', { ...writing, 'X-Muster-CSRF': 'x'.repeat(43), ...json }],
      ["another session's token", { ...writing, 'X-Muster-CSRF': other['X-Muster-CSRF'] ?? '', ...json }],
    ]
    const always: [string, Record<string, string>][] = [
      ['text/plain', { ...writing, 'Content-Type': 'text/plain' }],
      ['a form', { ...writing, 'Content-Type': 'application/x-www-form-urlencoded' }],
      ['cross-site', { ...writing, 'Sec-Fetch-Site': 'cross-site', ...json }],
      ['same-site', { ...writing, 'Sec-Fetch-Site': 'same-site', ...json }],
      ['none', { ...writing, 'Sec-Fetch-Site': 'none', ...json }],
      ['a foreign Origin', { ...writing, Origin: 'https://evil.example', ...json }],
      [
        'a foreign Origin that claims same-origin',
        { ...writing, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin', ...json },
      ],
      ['Origin null', { ...writing, Origin: 'null', ...json }],
      ['neither', { ...reading, 'X-Muster-CSRF': token, ...json }],
    ]
    const failures: string[] = []
    const forge = async (route: Route, [what, headers]: [string, Record<string, string>]) => {
      const answer = await fetch(app.url + pathOf(route), { method: route.method, headers })
      const { code = '' } = (await answer.json()) as { code?: string }
      // An error of SCIM has no code.
      const isRefusal = code === 'csrf_refused' || (code === '' && route.path.startsWith('/scim/'))
      if (answer.status !== 403 || !isRefusal)
        failures.push(`${what} at ${route.method} ${route.path}: ${answer.status} ${code}`)
    }
    for (const { route } of unsafe) {
      const forgeries = [...always, ...(route.permission === 'none' ? [] : session)]
      await Promise.all(forgeries.map((forgery) => forge(route, forgery)))
    }
    expect(unsafe.length).toBeGreaterThan(15)
    expect(failures).toEqual([])
  })
})
