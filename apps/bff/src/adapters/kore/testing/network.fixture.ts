import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { listen } from './listen.fixture.ts'

/** Certificate of the private authority that signed the server's. */
export const caFile = join(import.meta.dirname, 'private-ca.pem')
export const extraCa = readFileSync(caFile, 'utf8')
const serverPem = readFileSync(join(import.meta.dirname, 'server-with-key.pem'), 'utf8')

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server with a certificate of a private authority, for `kore.test` and `localhost`. Returns its port. */
export async function tlsServer(respond: RequestListener): Promise<number> {
  const server = createHttpsServer({ key: serverPem, cert: serverPem }, respond)
  const port = await listen(server)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return port
}

interface ProxyOptions {
  /** The `user:password` that clients must send. */
  readonly credential?: string
  readonly status?: number
}

/** A proxy that tunnels every name to this machine and records the names. */
export async function connectProxy({ credential, status }: ProxyOptions = {}) {
  const tunnels: string[] = []
  const server = createHttpServer()
  server.on('connect', (request: IncomingMessage, socket, head: Buffer) => {
    const sent = request.headers['proxy-authorization'] ?? ''
    const expected = credential === undefined ? '' : `Basic ${Buffer.from(credential).toString('base64')}`
    if (sent !== expected || status !== undefined) {
      socket.end(`HTTP/1.1 ${status ?? 407} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    tunnels.push(request.url ?? '')
    const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      target.write(head)
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
  })
  const port = await listen(server)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port, tunnels }
}
