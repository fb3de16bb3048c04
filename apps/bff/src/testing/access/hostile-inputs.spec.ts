import type { Route } from '@muster/contracts/route'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type Backend, startBackend } from '../backend.ts'

/** Path segments that a client may send. */
const hostileIds = [
  '%00',
  'x%00y',
  '2147483648',
  '9223372036854775808',
  '%ED%A0%80',
  '%E2%80%AE%F0%9F%92%A9',
  '-1',
  '1e999',
]
const hostileValues = [
  '%00',
  '2147483648',
  '99999999999999999999',
  '-1',
  '%E2%80%AE',
  '0000-00-00T99:99',
  '1e999',
  '%5B%5D',
]
/** Routes that end the session the other requests need, or stay open. */
const skipped = new Set(['DELETE /api/session', 'DELETE /api/sessions', 'GET /api/events'])

let muster: Backend
beforeAll(async () => {
  muster = await startBackend()
}, 240_000)
afterAll(() => muster.stop())

const fill = (path: string, id: string) => path.replaceAll(/:\w+/g, id)

function queryKeys({ query }: Route): string[] {
  return query !== undefined && 'shape' in query ? Object.keys(Object(query.shape)) : []
}

function requestsOf(route: Route): string[] {
  const ids = route.path.includes(':') ? hostileIds.map((id) => fill(route.path, id)) : []
  const queries = queryKeys(route).flatMap((key) =>
    hostileValues.map((value) => `${fill(route.path, 'none')}?${key}=${value}`),
  )
  return [...ids, ...queries]
}

async function send({ method }: Route, path: string) {
  const json = method === 'GET' || method === 'DELETE' ? {} : { body: '{}', contentType: 'application/json' }
  const { status, bytes, headers } = await muster.api.send(method, path, json)
  return { status, bytes, type: headers.get('content-type') }
}

test('no id and no query causes an internal error', { timeout: 240_000 }, async () => {
  const routes = (await everyRoute()).filter(({ method, path }) => !skipped.has(`${method} ${path}`))
  const requests = routes.flatMap((route) => requestsOf(route).map((path) => ({ route, path })))
  expect(requests.length).toBeGreaterThan(400)
  const failed: string[] = []
  for (const { route, path } of requests) {
    const { status, bytes, type } = await send(route, path)
    // SCIM has a format of its own for errors.
    const errorType = path.startsWith('/scim/') ? 'application/scim+json' : 'application/problem+json'
    const isProblem = status < 400 || type?.startsWith(errorType) === true
    if (status >= 500 || !isProblem) failed.push(`${route.method} ${path}: ${status} ${bytes.toString('utf8', 0, 200)}`)
  }
  expect(failed).toEqual([])
})

test('responds to an unsupported expectation with a problem', async () => {
  const { request } = await import('node:http')
  const { promise, resolve } = Promise.withResolvers<{ status: number | undefined; type: string | undefined }>()
  const sent = request(`${muster.url}/healthz`, { headers: { Expect: 'x' } }, (response) => {
    response.resume()
    resolve({ status: response.statusCode, type: response.headers['content-type'] })
  })
  sent.end()
  expect(await promise).toEqual({ status: 417, type: 'application/problem+json' })
})

test('HEAD opens no stream and writes nothing', async () => {
  const { headers } = muster.api
  for (let n = 0; n < 8; n += 1) {
    const head = await muster.api.send('HEAD', '/api/events')
    expect(head.status).toBe(200)
    expect(head.headers.get('content-type')).toContain('text/event-stream')
  }
  const stop = new AbortController()
  const open = () =>
    fetch(`${muster.url}/api/events`, { headers: { cookie: headers['cookie'] ?? '' }, signal: stop.signal })
  const stream = await open()
  expect(stream.status).toBe(200)
  stop.abort()
})

test('an open stream ends within two seconds of its session', async () => {
  const response = await fetch(`${muster.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: muster.url },
    body: JSON.stringify({ email: 'owner@example.com', password: 'a password of the owner' }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const stream = await fetch(`${muster.url}/api/events`, { headers: { cookie } })
  const ended = (async () => {
    await stream.arrayBuffer()
    return performance.now()
  })()
  const since = performance.now()
  expect((await muster.api.send('DELETE', '/api/sessions')).status).toBe(200)
  expect((await ended) - since).toBeLessThan(2000)
})

test('no text of a sign-in causes an internal error', async () => {
  const hostile = 'a\u0000b'
  const texts = [
    { email: hostile, password: 'x' },
    { email: 'a@b.example', password: hostile },
    { email: 'a@b.example', password: 'x', code: `12345${hostile}` },
    { token: hostile },
    { breakGlass: hostile, code: `12345${hostile}` },
  ]
  const headers = { 'content-type': 'application/json', origin: muster.url }
  for (const body of texts) {
    const { status } = await fetch(`${muster.url}/api/session`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect([body, status]).toEqual([body, expect.toSatisfy((one: number) => one >= 400 && one < 500)])
  }
})
