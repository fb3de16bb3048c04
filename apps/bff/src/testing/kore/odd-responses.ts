import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { listen } from '../../adapters/kore/testing/listen.fixture.ts'

/** A response in place of Kore.ai. `users` are the addresses that the request names. */
export type OddResponse = (response: ServerResponse, users: readonly string[]) => void

const json = { 'content-type': 'application/json' }
const send =
  (status: number, body: unknown, headers: Record<string, string> = json): OddResponse =>
  (response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
const success = (emailId: string) => ({ userInfo: { emailId, status: 'success' } })
const failure = (emailId: string, code: unknown = 400) => {
  const reason = { errors: [{ msg: 'Not now', code }], message: 'Not now' }
  return { userInfo: { emailId, status: 'failure', reason } }
}
const listed =
  (entries: (users: readonly string[]) => unknown): OddResponse =>
  (response, users) =>
    response.writeHead(200, json).end(JSON.stringify(entries(users)))

const megabyte = Buffer.alloc(1024 * 1024, '{"users":[')
function* megabytes(count: number) {
  for (let at = 0; at < count; at += 1) yield megabyte
}

function drip(response: ServerResponse): void {
  response.writeHead(200, json)
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
}

export const limited = send(429, { errors: [{ msg: 'Rate limit', code: 429 }] })

/** The text of a limit with the status of a success. */
export const limitedByText = send(
  200,
  { msg: 'Rate limit for this API has been reached.' },
  { ...json, 'retry-after': '1' },
)

/** Responses that no page of Kore.ai documents. `elsewhere` is another server. */
export const oddResponses = (elsewhere: string): readonly (readonly [string, OddResponse])[] => [
  ['a page of HTML', send(200, '<html>Users are updated Successfully</html>', { 'content-type': 'text/html' })],
  ['nothing', send(200, '')],
  ['207 with a message of success', send(207, { msg: 'Users are updated Successfully' })],
  ['each user twice, once failed', listed((users) => users.flatMap((user) => [success(user), failure(user)]))],
  [
    'each user twice',
    listed((users) => ({ failedUserDetails: users.flatMap((user) => [success(user), failure(user)]) })),
  ],
  ['users under another key', listed((users) => ({ result: { items: users.map(success) } }))],
  [
    'numbers as texts',
    listed((users) => ({ failedUserDetails: users.map((user) => failure(user, '400')), total: '2' })),
  ],
  ['null among the users', listed((users) => ({ failedUserDetails: [null, ...users.map((user) => failure(user))] }))],
  ['null instead of users', send(200, { failedUserDetails: null })],
  [
    'a response cut off',
    (response) =>
      response.writeHead(200, { ...json, 'content-length': '900' }).write('{"msg"', () => response.socket?.end()),
  ],
  [
    '200 megabytes',
    (response) => {
      response.on('error', () => undefined)
      Readable.from(megabytes(200))
        .on('error', () => undefined)
        .pipe(response.writeHead(200, json))
    },
  ],
  [
    'a gzip bomb',
    (response) =>
      response
        .writeHead(200, { ...json, 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))),
  ],
  ['a redirect to another host', send(307, '', { location: `${elsewhere}/api/public/users` })],
  ['one byte after the other', drip],
  [
    'a second response behind the first',
    (response, users) => {
      const bodies = [{ msg: 'Users are updated Successfully' }, users.map(success)].map((body) => JSON.stringify(body))
      const responses = bodies.map((body) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
      response.socket?.write(responses.join(''))
    },
  ],
]

interface Oddness {
  readonly response: OddResponse
  /** Whether the call takes effect before. */
  readonly isApplied: boolean
}

/** A proxy before a sandbox that responds to the next call of a change once in another way. */
export async function startOddProxy(sandboxUrl: string) {
  let next: Oddness | null = null
  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()))
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const isChange = url === '/api/public/users' && (method === 'PUT' || method === 'DELETE')
    const odd = isChange ? next : null
    if (isChange) next = null
    if (odd === null || odd.isApplied) {
      const headers = { auth: String(request.headers['auth']), 'content-type': 'application/json' }
      const real = await fetch(`${sandboxUrl}${url}`, { method, headers, body: method === 'GET' ? null : body })
      const text = await real.text()
      if (odd === null) {
        response.writeHead(real.status, json).end(text)
        return
      }
    }
    odd.response(
      response,
      [...body.matchAll(/[\w.+-]+@[\w.-]+/g)].map(([user]) => user),
    )
  }
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    /** Responds to the next change in this way. */
    answerNext: (odd: Oddness) => {
      next = odd
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
