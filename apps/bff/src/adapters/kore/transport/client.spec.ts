import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../testing/listen.fixture.ts'
import { checkedLookup } from './checked-lookup.ts'
import { createKoreClient, type KoreClient, type WireCall } from './client.ts'
import { directNetwork } from './settings.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const timeouts = { connect: 400, firstByte: 300, total: 600 }

async function serve(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<KoreClient> {
  const server: Server = createServer(respond)
  const port = await listen(server)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return client(port)
}

function client(port: number): KoreClient {
  const made = createKoreClient(`http://127.0.0.1:${port}`, timeouts, directNetwork)
  closers.push(() => made.close())
  return made
}

const resolved = (host: string) =>
  new Promise<string>((resolve) =>
    checkedLookup(host)('localhost', { all: false }, (error, address) =>
      resolve(error?.message ?? JSON.stringify(address)),
    ),
  )

const call = (more: Partial<WireCall> = {}): WireCall => ({
  method: 'DELETE',
  path: '/api/public/users',
  body: '{"deleteEmailIds":["a@b.c"]}',
  token: 'token',
  signal: new AbortController().signal,
  ...more,
})

test('sends a JSON body on DELETE, with its length and the token', async () => {
  const kore = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { auth, 'content-length': length, 'content-type': type, 'accept-encoding': encoding } = request.headers
      response.setHeader('retry-after', '7')
      response.end(JSON.stringify({ auth, length, type, encoding, body: Buffer.concat(chunks).toString() }))
    })
  })
  const result = await kore.call(call())
  expect(result).toMatchObject({ kind: 'response', response: { status: 200, retryAfter: '7' } })
  expect(JSON.parse(result.kind === 'response' ? result.response.body.toString() : '')).toEqual({
    auth: 'token',
    length: '28',
    type: 'application/json',
    encoding: 'identity',
    body: '{"deleteEmailIds":["a@b.c"]}',
  })
})

test('returns a redirect and does not follow it', async () => {
  const seen: string[] = []
  const kore = await serve((request, response) => {
    seen.push(request.url ?? '')
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect(await kore.call(call())).toMatchObject({ kind: 'response', response: { status: 302 } })
  expect(seen).toEqual(['/api/public/users'])
})

test('connection refused and unknown name: provably not sent', async () => {
  const gone = createTcpServer()
  const port = await listen(gone)
  await new Promise((resolve) => gone.close(resolve))
  expect(await client(port).call(call())).toMatchObject({
    kind: 'not_sent',
    code: 'ECONNREFUSED',
  })
  const nowhere = createKoreClient('https://name.invalid', timeouts, directNetwork)
  closers.push(() => nowhere.close())
  expect(await nowhere.call(call())).toMatchObject({ kind: 'not_sent' })
})

test('TLS error: provably not sent', async () => {
  const server = createTcpServer((socket) => socket.end('not tls\r\n\r\n'))
  const port = await listen(server)
  closers.push(() => void server.close())
  const kore = createKoreClient(`https://127.0.0.1:${port}`, timeouts, directNetwork)
  closers.push(() => kore.close())
  expect(await kore.call(call())).toMatchObject({ kind: 'not_sent' })
})

test('refuses a name that resolves to this machine, except names of this machine', async () => {
  expect(await resolved('platform.kore.ai')).toContain('not allowed')
  expect(await resolved('localhost')).toMatch(/^"(127\.0\.0\.1|::1)"$/)
})

test.each([
  ['reset before any response', (_: IncomingMessage, response: ServerResponse) => response.destroy()],
  [
    'cut in the middle of the body',
    (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"msg":', () => response.destroy())
    },
  ],
  ['silence', () => undefined],
  [
    'a body that drips',
    (_: IncomingMessage, response: ServerResponse) => {
      const drip = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drip))
    },
  ],
  [
    'a body without end',
    (_: IncomingMessage, response: ServerResponse) => {
      const flood = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32)));
        response.once('drain', flood)
      }
      flood()
    },
  ],
] as const)('%s leaves the call in doubt, sent once', async (_name, respond) => {
  let calls = 0
  const kore = await serve((request, response) => {
    calls += 1
    request.resume()
    respond(request, response)
  })
  expect(await kore.call(call())).toMatchObject({ kind: 'in_doubt' })
  expect(calls).toBe(1)
})

test('does not silently repeat a call when a kept-alive connection dies', async () => {
  let calls = 0
  const kore = await serve((_, response) => {
    calls += 1
    if (calls === 1) response.end('{}')
    else response.destroy()
  })
  await kore.call(call({ method: 'PUT' }))
  expect(await kore.call(call({ method: 'PUT' }))).toMatchObject({ kind: 'in_doubt' })
  expect(calls).toBe(2)
})

test('canceling before the connection is not sent, after it in doubt', async () => {
  const kore = await serve(() => undefined)
  expect(await kore.call(call({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'not_sent' })
  const later = new AbortController()
  const pending = kore.call(call({ signal: later.signal }))
  setTimeout(() => later.abort(), 100)
  expect(await pending).toMatchObject({ kind: 'in_doubt' })
})
