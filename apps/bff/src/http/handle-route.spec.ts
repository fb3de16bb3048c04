import { once } from 'node:events'
import { request as open } from 'node:http'
import { verifyReceipt } from '@muster/contracts/erasures'
import type { Route } from '@muster/contracts/route'
import type { Permission } from '@muster/core/permission'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type AuditOrigin, auditOrigin } from '../audit-origin.ts'
import { isReaderWaiting } from '../waiting-reader.ts'
import { type BoundRoute, bind, type RequestContext } from './route-handler.ts'
import { apiTokenOf } from './session/api-token.ts'
import { hashToken, newToken } from './session/session-cookie.ts'
import { startTestApp } from './testing/test-app.ts'

const body = z.object({ kind: z.string(), filter: z.optional(z.object({ selection: z.optional(z.string()) })) })
const common = { summary: '', permission: 'users:read', stepUp: 'none', responses: { 200: z.object({}) } } as const
const read = { ...common, method: 'GET', path: '/api/read' } as const satisfies Route
const write = { ...common, method: 'POST', path: '/api/write', body } as const satisfies Route
const csv = { 200: { mediaType: 'text/csv' } } as const
const file = { ...read, path: '/api/file', responses: csv } as const satisfies Route
const writtenFile = { ...write, path: '/api/written-file', responses: csv } as const satisfies Route
const events = { ...read, path: '/api/events' } as const satisfies Route
const health = { ...read, path: '/healthz', permission: 'none' } as const satisfies Route
const raw = { ...common, method: 'POST', path: '/api/raw', body: 'raw', maxBytes: 10 } as const satisfies Route
const everyone = { ...read, path: '/api/everyone', permission: 'none' } as const satisfies Route
const identified = { ...write, path: '/api/identified', permission: 'none' } as const satisfies Route

interface Seen {
  readonly route: string
  readonly context: RequestContext
  readonly origin: AuditOrigin
  readonly isWaiting: boolean
}

/** An app with the routes above, or with these; `seen` has the requests that reached a handler. */
async function start(options: Parameters<typeof startTestApp>[1] = {}, more: readonly Route[] = []) {
  const seen: Seen[] = []
  const note = (route: Route, context: RequestContext) =>
    void seen.push({ route: route.path, context, origin: auditOrigin(), isWaiting: isReaderWaiting() })
  const all: readonly Route[] = [read, write, events, health, everyone, ...more]
  const json = all.map(
    (route): BoundRoute => ({
      route,
      handle: async (_input, context) => {
        note(route, context)
        return { status: 200, json: {} }
      },
    }),
  )
  const text = (route: Route): BoundRoute => ({
    route,
    handle: async (_input, context) => {
      note(route, context)
      return { status: 200, bytes: Buffer.from('a'), mediaType: 'text/csv' }
    },
  })
  const taking = bind(raw, async (_input, context) => {
    note(raw, context)
    await context.body.toArray()
    return { status: 200, json: {} }
  })
  const app = await startTestApp([...json, text(file), text(writtenFile), taking], options)
  const send = (method: string, path: string, headers: Record<string, string>, sent?: string) =>
    fetch(app.url + path, { method, headers, ...(sent === undefined ? {} : { body: sent }) })
  const code = async (answer: Response): Promise<unknown> => [answer.status, await answer.json()]
  const post = (path: string, headers: Record<string, string>, sent: unknown = { kind: 'a' }) =>
    send('POST', path, { ...headers, 'Content-Type': 'application/json' }, JSON.stringify(sent))
  return { app, seen, send, post, code }
}

const problem = (status: number, code: string) => [status, expect.objectContaining({ code })]

describe('a route whose caller is not identified', () => {
  test('works without the store, whatever the request carries, within the limit of its network', async () => {
    const away = () => {
      throw new Error('the database is away')
    }
    const parts = { onFind: away, knowsDevice: away, requestsPerMinute: { member: 100, anonymous: 4 } }
    const { app, post } = await start(parts, [identified, { ...verifyReceipt, responses: common.responses }])
    const cookies = { Cookie: `sid=${newToken()}; device=${newToken()}`, Origin: app.url }
    const given = { jws: 'a' }
    expect((await post(identified.path, cookies)).status).toBe(500)
    expect((await post(verifyReceipt.path, cookies, given)).status).toBe(200)
    expect((await post(verifyReceipt.path, app.createToken({}), given)).status).toBe(200)
    expect((await post(verifyReceipt.path, { ...cookies, ...app.createToken({}) }, given)).status).toBe(200)
    expect((await post(verifyReceipt.path, { Origin: 'https://other.example' }, given)).status).toBe(403)
    expect((await post(verifyReceipt.path, cookies, given)).status).toBe(429)
  })
})

describe('the limits of requests', () => {
  const one = { requestsPerMinute: { member: 1, anonymous: 1 } }

  test('count each session, each token and each address by itself', async () => {
    const { app, send } = await start(one)
    const senders = [app.signIn().reading, app.createToken({}), app.createToken({})]
    for (const headers of senders) expect((await send('GET', '/api/read', headers)).status).toBe(200)
    for (const headers of senders) expect((await send('GET', '/api/read', headers)).status).toBe(429)
    expect((await send('GET', '/api/everyone', {})).status).toBe(200)
    expect((await send('GET', '/api/everyone', {})).status).toBe(429)
  })

  test('count a known browser by itself, and an unknown one by its address', async () => {
    const device = newToken()
    const { send } = await start({ ...one, knowsDevice: (bearer) => bearer === device })
    expect((await send('GET', '/api/everyone', {})).status).toBe(200)
    expect((await send('GET', '/api/everyone', { Cookie: `device=${newToken()}` })).status).toBe(429)
    expect((await send('GET', '/api/everyone', { Cookie: `device=${device}` })).status).toBe(200)
    expect((await send('GET', '/api/everyone', { Cookie: `device=${device}` })).status).toBe(429)
  })

  test('do not count the health, which looks up no session', async () => {
    const finds: boolean[] = []
    const { app, send } = await start({ ...one, onFind: (use) => void finds.push(use) })
    for (let n = 0; n < 3; n += 1) expect((await send('GET', '/healthz', app.signIn().reading)).status).toBe(200)
    expect(finds).toEqual([])
  })

  test('count unknown tokens as strangers', async () => {
    const { send, code } = await start(one)
    const unknown = { Authorization: `Bearer ${apiTokenOf(newToken())}` }
    expect(await code(await send('GET', '/api/everyone', unknown))).toEqual(problem(401, 'not_signed_in'))
    expect((await send('GET', '/api/everyone', unknown)).status).toBe(429)
  })
})

describe('the sender of a request', () => {
  test('is a session or a token, never both', async () => {
    const { app, send, code, seen } = await start()
    const both = { ...app.signIn().reading, ...app.createToken({}) }
    expect(await code(await send('GET', '/api/read', both))).toEqual(problem(400, 'invalid_request'))
    expect(seen).toEqual([])
  })

  test('of a changing request with a cookie has the CSRF token; with a bearer, or for everyone, none is needed', async () => {
    const { app, post } = await start({}, [{ ...write, path: '/api/everyone', permission: 'none' }])
    const { reading, writing } = app.signIn()
    expect((await post('/api/write', { ...reading, Origin: app.url })).status).toBe(403)
    expect((await post('/api/write', writing)).status).toBe(200)
    expect((await post('/api/write', app.createToken({}))).status).toBe(200)
    expect((await post('/api/everyone', { ...reading, Origin: app.url })).status).toBe(200)
    expect((await post('/api/everyone', reading)).status).toBe(403)
  })

  test('of a read is not another site', async () => {
    const { app, send } = await start()
    const foreign = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await send('GET', '/api/read', { ...app.signIn().reading, ...foreign })).status).toBe(403)
    expect((await send('GET', '/api/read', { ...app.createToken({}), ...foreign })).status).toBe(200)
  })

  test('is the origin of what the handler records', async () => {
    const { app, send, seen } = await start()
    const { bearer, reading } = app.signIn()
    await send('GET', '/api/read', reading)
    await send('GET', '/api/read', app.createToken({}))
    await send('GET', '/api/everyone', {})
    const session = hashToken(hashToken(bearer)).slice(0, 12)
    expect(seen.map(({ origin }) => origin)).toEqual([
      { token: null, address: '127.0.0.1', session },
      { token: 'A script', address: '127.0.0.1', session: expect.stringMatching(/^[0-9a-f]{12}$/) },
      { token: null, address: '127.0.0.1', session: null },
    ])
    expect(auditOrigin().address).toBeNull()
  })

  test('is recorded once it is refused as a member, and not for another problem', async () => {
    const { app, send, post } = await start()
    const none: Permission[] = []
    const { reading, writing } = app.signIn({ permissions: none })
    await send('GET', '/api/read', reading)
    expect(app.logged).toEqual(['refused GET /api/read ana@example.com'])
    await post('/api/write', app.signIn().writing, { kind: 1 })
    await send('GET', '/api/everyone', { 'Sec-Fetch-Site': 'cross-site' })
    await send('GET', '/api/read', {})
    expect(app.logged).toHaveLength(1)
    expect((await post('/api/write', writing)).status).toBe(403)
    expect(app.logged).toHaveLength(2)
  })
})

describe('the activity of a member', () => {
  test('is a request of theirs, not one of the background, of HEAD or of the stream', async () => {
    const uses: boolean[] = []
    const { app, send } = await start({ onFind: (use) => void uses.push(use) })
    const { reading } = app.signIn()
    await send('GET', '/api/read', reading)
    await send('GET', '/api/read', { ...reading, 'X-Muster-Background': '1' })
    await send('HEAD', '/api/read', reading)
    await send('GET', '/api/events', reading)
    expect(uses).toEqual([true, false, false, false])
  })

  test('puts the pages that they wait for before background work, and no file and no change', async () => {
    const { app, send, post, seen } = await start()
    const { reading, writing } = app.signIn()
    await send('GET', '/api/read', reading)
    await send('GET', '/api/file', reading)
    await post('/api/write', writing)
    await post('/api/written-file', writing)
    expect(seen.map(({ isWaiting }) => isWaiting)).toEqual([true, false, false, false])
  })
})

describe('a permission that depends on the input', () => {
  const by = { ...write, path: '/api/by' } as const
  const permission = { in: 'body', field: 'kind', permissions: { a: 'users:edit', b: 'users:remove' } } as const

  test('is that of the value, and no other value passes', async () => {
    const { app, post, code } = await start({}, [{ ...by, permission }])
    const { writing } = app.signIn({ permissions: ['users:edit'] })
    expect((await post('/api/by', writing)).status).toBe(200)
    expect(await code(await post('/api/by', writing, { kind: 'b' }))).toEqual(problem(403, 'forbidden'))
    expect(await code(await post('/api/by', writing, { kind: 'c' }))).toEqual(problem(403, 'forbidden'))
    // Also for a member with every permission.
    const unknown = { code: 'problem.role_allows_no_value', facts: { field: 'kind' } }
    expect(await code(await post('/api/by', app.signIn().writing, { kind: 'c' }))).toEqual([
      403,
      expect.objectContaining({ detailMessage: unknown }),
    ])
    expect((await post('/api/by', app.signIn({ permissions: ['users:read'] }).writing)).status).toBe(403)
    expect((await post('/api/by', { Origin: app.url })).status).toBe(401)
  })
})

describe('the proof and the type of a request', () => {
  const fresh = { kind: 'fresh', tokens: 'refused' } as const
  const routes: readonly Route[] = [
    { ...write, path: '/api/proved', stepUp: fresh },
    { ...write, path: '/api/proved-by-value', stepUp: { ...fresh, when: { field: 'kind', values: ['b'] } } },
    { ...write, path: '/api/unjudged', stepUp: { kind: 'judged', tokens: 'refused' } },
  ]

  test('are required as the route declares, and a handler that does not judge fails', async () => {
    const { app, send, post } = await start({}, routes)
    const [fresher, old] = [app.signIn().writing, app.signIn('owner', { authenticatedAt: null }).writing]
    const statuses = async (path: string, kind: string) => [
      (await post(path, fresher, { kind })).status,
      (await post(path, old, { kind })).status,
    ]
    expect(await statuses('/api/proved', 'a')).toEqual([200, 401])
    expect(await statuses('/api/proved-by-value', 'a')).toEqual([200, 200])
    expect(await statuses('/api/proved-by-value', 'b')).toEqual([200, 401])
    expect(await statuses('/api/unjudged', 'a')).toEqual([500, 500])
    const xml = { ...app.createToken({}), 'Content-Type': 'application/xml' }
    expect((await send('POST', '/api/write', xml, '{"kind":"a"}')).status).toBe(415)
  })
})

describe.each([
  ['users of groups', { groups: ['e-1'], bots: null }],
  ['roles on bots', { groups: null, bots: ['st-1'] }],
])('a member who is limited to %s', (_what, within) => {
  const limit = { scope: { ...within, since: 5 } }
  const params = z.object({ id: z.string() })
  const routes: readonly Route[] = [
    { ...write, path: '/api/within', limited: 'within' },
    { ...read, path: '/api/session', permission: 'session:own' },
    { ...read, path: '/api/jobs/:id', params, limited: { own: 'jobs' } },
    { ...read, path: '/api/all/:id', params, limited: 'no_users' },
    { ...read, path: '/api/search', query: z.object({ selection: z.optional(z.string()) }), limited: 'within' },
  ]
  const begin = async () => {
    const judged: string[] = []
    const started = await start(
      {
        isOwn: async (kind, id, own) => {
          judged.push(`${kind} ${id} of ${own.memberId} since ${own.since}`)
          return id === 'mine'
        },
      },
      routes,
    )
    return { ...started, judged, ...started.app.signIn({ ...limit, memberId: 'm-7' }) }
  }

  test('reaches routes that know the limit, everyone, and their own session', async () => {
    const { send, code, reading, judged } = await begin()
    expect(await code(await send('GET', '/api/read', reading))).toEqual(problem(403, 'forbidden'))
    for (const path of ['/api/everyone', '/api/session', '/api/all/theirs', '/api/search'])
      expect([path, (await send('GET', path, reading)).status]).toEqual([path, 200])
    expect(judged).toEqual([])
  })

  test('reaches their own record of the path', async () => {
    const { send, code, reading, judged } = await begin()
    expect((await send('GET', '/api/jobs/mine', reading)).status).toBe(200)
    expect(await code(await send('GET', '/api/jobs/theirs', reading))).toEqual(problem(404, 'not_found'))
    expect(judged).toEqual(['jobs mine of m-7 since 5', 'jobs theirs of m-7 since 5'])
  })

  test('names no selection of another member, wherever a request names one', async () => {
    const { send, post, code, reading, writing } = await begin()
    expect((await send('GET', '/api/search?selection=mine', reading)).status).toBe(200)
    expect(await code(await send('GET', '/api/search?selection=x', reading))).toEqual(problem(404, 'not_found'))
    const named = (selection: string) => ({ kind: 'a', filter: { selection } })
    expect((await post('/api/within', writing, named('mine'))).status).toBe(200)
    expect(await code(await post('/api/within', writing, named('x')))).toEqual(problem(404, 'not_found'))
  })

  test('without a limit reaches all of them', async () => {
    const { app, send, judged } = await begin()
    const { reading } = app.signIn()
    for (const path of ['/api/read', '/api/jobs/theirs', '/api/search?selection=x'])
      expect([path, (await send('GET', path, reading)).status]).toEqual([path, 200])
    expect(judged).toEqual([])
  })
})

describe('the context of a handler', () => {
  test('has a key of at most 200 characters', async () => {
    const { app, send, seen } = await start()
    const { reading } = app.signIn()
    for (const key of ['k'.repeat(200), 'k'.repeat(201)])
      await send('GET', '/api/read', { ...reading, 'Idempotency-Key': key })
    await send('GET', '/api/read', reading)
    expect(seen.map(({ context }) => context.idempotencyKey?.length)).toEqual([200, undefined, undefined])
  })

  test('has a body only where the route reads one, up to its size', async () => {
    const { app, send, post, seen } = await start()
    const { writing } = app.signIn()
    const bytes = { ...writing, 'Content-Type': 'application/octet-stream' }
    expect((await send('POST', '/api/raw', bytes, 'a'.repeat(10))).status).toBe(200)
    expect((await send('POST', '/api/raw', bytes, 'a'.repeat(11))).status).toBe(413)
    await post('/api/write', writing)
    expect(await seen.at(-1)?.context.body.toArray()).toEqual([])
  })

  test('has a signal that ends with a client that leaves, not with a reply', async () => {
    const { app, send, seen } = await start()
    const { reading } = app.signIn()
    await send('GET', '/api/read', reading)
    expect(seen[0]?.context.signal.aborted).toBe(false)
    const { promise: left, resolve } = Promise.withResolvers<void>()
    const waiting = { ...read, path: '/api/waiting' } as const satisfies Route
    const handler = bind(waiting, async (_input, { signal }) => {
      client.destroy()
      await once(signal, 'abort')
      resolve()
      return { status: 200, json: {} }
    })
    const other = await startTestApp([handler])
    const client = open(`${other.url}/api/waiting`, { headers: other.signIn().reading })
    client.on('error', () => undefined)
    client.end()
    await left
  })
})

describe('HEAD', () => {
  test('of a file has its type and runs no handler; of a page it runs one', async () => {
    const { app, send, seen } = await start()
    const { reading } = app.signIn()
    const answer = await send('HEAD', '/api/file', reading)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/csv', ''])
    expect(seen).toEqual([])
    expect((await send('HEAD', '/api/read', reading)).status).toBe(200)
    expect((await send('GET', '/api/file', reading)).status).toBe(200)
    expect(seen.map(({ route }) => route)).toEqual(['/api/read', '/api/file'])
  })
})
