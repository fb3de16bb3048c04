import type { Route } from '@muster/contracts/route'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type BoundRoute, bind } from '../route-handler.ts'
import { hostileRequests, hostLine } from '../testing/hostile-requests.ts'
import { startTestApp } from '../testing/test-app.ts'

const read = {
  method: 'GET',
  path: '/api/read',
  summary: 'For tests',
  permission: 'users:read',
  stepUp: 'none',
  responses: { 200: z.object({ ok: z.boolean() }) },
} as const satisfies Route
const stream = {
  ...read,
  path: '/api/stream',
  responses: { 200: { mediaType: 'text/event-stream' } },
} as const satisfies Route
const routes: BoundRoute[] = [
  bind(read, async () => ({ status: 200, json: { ok: true } })),
  bind(stream, async (_input, { response }) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' })
    response.end('data: 1\n\n')
    return { taken: true }
  }),
]

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-dns-prefetch-control': 'off',
  'x-robots-tag': 'noindex, nofollow',
}
const api = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  vary: 'Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest',
}
const htmlPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
const shell = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': htmlPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(), browsing-topics=()',
}
const hashed = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-type': 'text/javascript; charset=utf-8',
}

/** Kind of response, its request, status, and the headers besides the common ones. */
const kinds: readonly [string, string, RequestInit, number, Record<string, string>][] = [
  [
    'JSON',
    '/api/read',
    {},
    200,
    {
      ...api,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="api.json"',
    },
  ],
  ['HEAD', '/api/read', { method: 'HEAD' }, 200, api],
  [
    'a stream',
    '/api/stream',
    {},
    200,
    { ...api, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
  ],
  ['a problem', '/api/none', {}, 404, { ...api, 'content-type': 'application/problem+json' }],
  ['a wrong method', '/api/read', { method: 'PATCH' }, 405, { ...api, allow: 'GET, HEAD' }],
  ['the front page', '/', {}, 200, shell],
  ['index.html', '/index.html', {}, 200, shell],
  ['a page', '/users/u-1?q=ana', {}, 200, shell],
  ['a page with a dot', '/users/ana@example.com', {}, 200, shell],
  ['a hashed file', '/assets/app-1a2b.js', { headers: { 'Accept-Encoding': 'identity' } }, 200, hashed],
  [
    'another file',
    '/favicon.svg',
    {},
    200,
    { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  ],
  ['a missing file', '/assets/app-0000.js', {}, 404, api],
]

describe.each([false, true])('headers, https: %s', (secure) => {
  test.each(kinds)('%s', async (_kind, path, init, status, expected) => {
    const app = await startTestApp(routes, { secure })
    const answer = await fetch(app.url + path, { ...init, headers: { ...app.signIn().reading, ...init.headers } })
    const headers = Object.fromEntries(answer.headers)
    expect(answer.status).toBe(status)
    const policy = expected['content-security-policy']
    const upgraded =
      secure && policy === htmlPolicy ? { 'content-security-policy': `${htmlPolicy}; upgrade-insecure-requests` } : {}
    expect(headers).toMatchObject({ ...everywhere, ...expected, ...upgraded })
    expect(headers['strict-transport-security']).toBe(secure ? 'max-age=63072000; includeSubDomains' : undefined)
    for (const name of ['server', 'x-powered-by', 'etag']) expect(headers).not.toHaveProperty(name)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })
})

test('sends a compressed file if the browser accepts it', async () => {
  const app = await startTestApp(routes)
  const coding = async (accepts: string) =>
    /content-encoding: (\w+)/i.exec(
      await app.raw(
        `GET /assets/app-1a2b.js HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\nAccept-Encoding: ${accepts}\r\n\r\n`,
      ),
    )?.[1]
  expect(await coding('gzip, deflate, br')).toBe('br')
  expect(await coding('br;q=0.5')).toBe('br')
  expect(await coding('br;q=0, gzip')).toBeUndefined()
  expect(await coding('gzip')).toBeUndefined()
})

describe('Fetch Metadata on reads', () => {
  const navigate = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
  test.each<[string, string, Record<string, string>, number]>([
    [
      'our page',
      '/api/read',
      { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' },
      200,
    ],
    ['a script', '/api/read', {}, 200],
    ['a foreign page', '/api/read', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a same-site page', '/api/read', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['navigation to JSON', '/api/read', { 'Sec-Fetch-Site': 'none', ...navigate }, 403],
    ['an image of JSON', '/api/read', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'image' }, 403],
    ['navigation to a page', '/users', { 'Sec-Fetch-Site': 'none', ...navigate }, 200],
    ['a link from elsewhere to a page', '/users', { 'Sec-Fetch-Site': 'cross-site', ...navigate }, 200],
  ])('%s at %s', async (_what, path, headers, status) => {
    const app = await startTestApp(routes)
    // Node's fetch adds its own metadata, so this writes the bytes directly.
    const lines = Object.entries({ ...app.signIn().reading, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    const answer = await app.raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n${lines.join('')}\r\n`,
    )
    expect(answer.slice(9, 12)).toBe(String(status))
  })
})

describe('framing', () => {
  test.each(hostileRequests)('refuses %s and closes the connection', async (_what, bytes) => {
    const app = await startTestApp(routes)
    // The following bytes must never be parsed as a second request.
    const answer = await app.raw(`${bytes}GET /healthz HTTP/1.1\r\n${hostLine}\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 (400|405|413|431|501) /)
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
    expect(answer).toMatch(/^connection: close\r$/im)
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im)
    expect(answer).toMatch(/^content-type: application\/problem\+json/im)
  })
})
