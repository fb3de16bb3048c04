import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { CallResult, EraseResult } from '../../engine/kore-ports.ts'
import type { KoreGateway } from './create-kore-gateway.ts'
import { gatewayOn, now } from './testing/gateway.fixture.ts'
import { listen } from './testing/listen.fixture.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const ana = { by: 'email', value: 'ana@example.com' } as const
const error = (msg: string, code: number) => JSON.stringify({ errors: [{ msg, code }] })

/** Reduces each operation to one word: the next step of a job. */
const operations = {
  update: async (gateway: KoreGateway) =>
    recorded(
      await gateway.writer.updateUsers(
        [
          {
            key: 'k',
            identifier: ana,
            groups: { add: ['e-1'], remove: [] },
            roles: { add: [], remove: [] },
            canCreateBot: true,
            isDeveloper: true,
          },
        ],
        now,
      ),
    ),
  remove: async (gateway: KoreGateway) =>
    recorded(await gateway.writer.removeUsers([{ key: 'k', identifier: ana }], now)),
  erase: async (gateway: KoreGateway) =>
    recorded(
      await gateway.writer.eraseUsersData({ keys: ['k'], identifiers: [ana], scope: { kind: 'all_bots' } }, now),
    ),
  read: async (gateway: KoreGateway) => {
    const [one] = await gateway.writer.readUsers([ana], now)
    if (one === undefined) throw new Error('no reading')
    return one.kind === 'unreadable' ? `unreadable ${one.cause}` : one.kind
  },
}

function recorded(result: CallResult | EraseResult): string {
  if (result.kind === 'queued') return 'queued'
  if (result.kind !== 'response') return `${result.kind} ${result.cause}`
  const [one] = result.results
  return one?.ok === true ? 'done' : `${one?.cause}${one?.partial === true ? '?' : ''}`
}

type Respond = (response: ServerResponse) => void
const say =
  (status: number, body: string, headers: Record<string, string> = {}): Respond =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

/** Fault, server behavior, and the expected results of update, remove, erase and read. */
const doubt = [
  'in_doubt no_response',
  'in_doubt no_response',
  'in_doubt no_response',
  'unreadable no_response',
] as const
const odd = [
  'in_doubt unexpected_response',
  'in_doubt unexpected_response',
  'in_doubt unexpected_response',
  'unreadable unexpected_response',
] as const
const limited = [
  'not_sent rate_limited',
  'not_sent rate_limited',
  'not_sent rate_limited',
  'unreadable rate_limited',
] as const
/** An erasure leaves nothing to re-read, so text alone does not justify a retry. */
const limitedByText = [limited[0], limited[1], 'in_doubt unexpected_response', limited[3]] as const
const credential = [
  'not_sent credential_rejected',
  'not_sent credential_rejected',
  'in_doubt credential_rejected',
  'unreadable credential_rejected',
] as const
const trouble = [
  'in_doubt upstream_trouble',
  'in_doubt upstream_trouble',
  'in_doubt upstream_trouble',
  'unreadable upstream_trouble',
] as const
const refusedAsWhole = [
  'refused request_refused',
  'refused request_refused',
  'refused request_refused',
  'unreadable unexpected_response',
] as const
const listedFailure = JSON.stringify({
  failedUserDetails: [
    { emailId: 'ana@example.com', reason: { errors: [{ msg: 'Unauthorized to perform this activity' }] } },
  ],
})
const listedSuccess = JSON.stringify({
  failedUserDetails: [{ userInfo: { emailId: 'ana@example.com', status: 'success' } }],
})

const faults: readonly (readonly [string, Respond, readonly [string, string, string, string]])[] = [
  ['reset before the headers', (response) => response.destroy(), doubt],
  ['reset after the headers', (response) => response.writeHead(200).write('{', () => response.destroy()), doubt],
  [
    'end in the middle of the body',
    (response) => response.writeHead(200, { 'content-length': '90' }).write('{"msg"', () => response.socket?.end()),
    doubt,
  ],
  ['silence', () => undefined, doubt],
  ['one byte at a time', drip, doubt],
  [
    '200 with a page of HTML',
    say(200, '<html>Users are updated Successfully</html>', { 'content-type': 'text/html' }),
    odd,
  ],
  ['200 and nothing', say(200, ''), odd],
  ['200 and half of the JSON', say(200, '{"msg":"Users are upd'), odd],
  [
    '200 with a listed failure',
    say(200, listedFailure),
    ['not_authorized', 'not_authorized', 'in_doubt unexpected_response', 'unreadable unexpected_response'],
  ],
  [
    '200 with success under failedUserDetails',
    say(200, listedSuccess),
    ['done', 'done', 'in_doubt unexpected_response', 'unreadable unexpected_response'],
  ],
  ['401 4002', say(401, error('Invalid SDK credentials', 4002)), credential],
  ['403', say(403, error('Forbidden', 403)), credential],
  ['405', say(405, error('Method Not Allowed', 405)), refusedAsWhole],
  ['429 with Retry-After', say(429, error('rate limit', 429), { 'retry-after': '7' }), limited],
  ['429 without', say(429, ''), limited],
  ['the text of a limit in a 200', say(200, error('Rate limit for this API has been reached.', 200)), limitedByText],
  ['503', say(503, '<html>Service Unavailable</html>'), trouble],
  ['302 to elsewhere', say(302, '', { location: '/stolen' }), odd],
]

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 100)
  response.on('close', () => clearInterval(timer))
}

describe.each(faults)('%s', (_name, respond, expected) => {
  test.each(Object.keys(operations).map((name, n) => [name, expected[n]]))(
    '%s is %s, sent once',
    async (name, kind) => {
      const paths: string[] = []
      const methods: string[] = []
      const server = createServer((request, response) => {
        paths.push(request.url ?? '')
        methods.push(`${request.method} ${request.url}`)
        request.resume()
        request.on('end', () => respond(response))
      })
      const gateway = gatewayOn(`http://127.0.0.1:${await listen(server)}`)
      closers.push(() => {
        server.closeAllConnections()
        server.close()
      })
      const run = Object.entries(operations).find(([key]) => key === name)?.[1]
      expect(await run?.(gateway)).toBe(kind)
      // A failed read may be followed by one without a real user, to distinguish an odd user from an outage.
      expect(methods.filter((one) => one === methods[0]).length).toBeLessThanOrEqual(name === 'read' ? 2 : 1)
      // A refused credential is followed by one read in another scope, which explains it.
      expect(new Set(methods).size).toBeLessThanOrEqual(kind?.endsWith('credential_rejected') === true ? 2 : 1)
      for (const path of paths) expect(path).toMatch(/^\/api\/public\//)
      expect(paths).not.toHaveLength(0)
    },
  )
})

/** A gateway whose every call has this response. */
async function responding(respond: Respond): Promise<KoreGateway> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => respond(response))
  })
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return gatewayOn(`http://127.0.0.1:${await listen(server)}`)
}

test.each([
  [200, 'missing', undefined],
  [404, 'missing', undefined],
  [500, 'unreadable', 'upstream_trouble'],
])('an erasure whose request is not found with status %i is %s', async (status, kind, cause) => {
  const gateway = await responding(say(status, error('Request not found', 404)))
  const reading = await gateway.writer.readErasure('eud-1', now)
  expect([reading.kind, 'cause' in reading ? reading.cause : undefined]).toEqual([kind, cause])
})

test('a user listed twice is unreadable if the access is too deep to compare', async () => {
  const userInfo = { userId: 'u-1', emailId: ana.value, status: 'Active' }
  const element = (groups: string) => ({ userInfo, groups, roles: {}, canCreateBot: false, isDeveloper: false })
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const listed = JSON.stringify([element('one'), element('other')])
  const body = listed.replace('"one"', nested(20_000)).replace('"other"', nested(20_001))
  expect(await operations.read(await responding(say(200, body)))).toBe('unreadable user_unreadable')
})

describe('no connection', () => {
  const nothing = [
    'not_sent upstream_trouble',
    'not_sent upstream_trouble',
    'not_sent upstream_trouble',
    'unreadable upstream_trouble',
  ]
  test('refused: provably not sent', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const gateway = gatewayOn(`http://127.0.0.1:${port}`)
    const got = []
    for (const run of Object.values(operations)) got.push(await run(gateway))
    expect(got).toEqual(nothing)
  })

  test('unknown host name: provably not sent', async () => {
    const gateway = gatewayOn('https://unknown.invalid')
    const got = []
    for (const run of Object.values(operations)) got.push(await run(gateway))
    expect(got).toEqual(nothing)
  })

  test('no TLS at the other end: provably not sent', async () => {
    const server = createTcpServer((socket) => socket.end('hello\r\n'))
    const gateway = gatewayOn(`https://127.0.0.1:${await listen(server)}`)
    closers.push(() => server.close())
    const got = []
    for (const run of Object.values(operations)) got.push(await run(gateway))
    expect(got).toEqual(nothing)
  })
})

test('sends nothing after five failures, and the state gives the reason', async () => {
  let calls = 0
  const server = createServer((_request, response) => {
    calls += 1
    response.destroy()
  })
  const gateway = gatewayOn(`http://127.0.0.1:${await listen(server)}`)
  closers.push(() => server.close())
  for (let n = 0; n < 8; n += 1) await operations.remove(gateway)
  expect(calls).toBe(5)
  expect(await operations.update(gateway)).toBe('not_sent upstream_trouble')
  expect((await gateway.state()).breaker).toMatchObject({
    cause: 'upstream_trouble',
    reason: expect.objectContaining({ code: 'kore.failures_in_a_row' }),
  })
})
