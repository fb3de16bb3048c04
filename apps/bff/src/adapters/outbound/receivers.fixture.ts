import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { listen } from '../kore/testing/listen.fixture.ts'

export interface ReceivedPost {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A receiver of webhooks. `answer` responds; without it each post gets 204. */
export async function webhookReceiver(answer?: (post: ReceivedPost, response: ServerResponse) => void) {
  const posts: ReceivedPost[] = []
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const post = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      posts.push(post)
      if (answer === undefined) response.writeHead(204).end()
      else answer(post, response)
    })
  })
  const port = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { posts, url: `http://127.0.0.1:${port}` }
}

/** Complete messages in a stream of octet-counted frames. */
export function framesOf(bytes: Buffer): string[] {
  const frames: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at)
    const length = Number(bytes.subarray(at, space).toString())
    const end = space + 1 + length
    if (space < 0 || end > bytes.length) break
    frames.push(bytes.subarray(space + 1, end).toString())
    at = end
  }
  return frames
}

/** A syslog server on TCP or TLS that keeps what it read. `port` continues an earlier one; `kill` breaks it off. */
export async function syslogServer({ pem, port: fixed }: { pem?: string; port?: number } = {}) {
  const received: Buffer[] = []
  const sockets = new Set<Socket>()
  let onData: (total: number) => void = () => {}
  const accept = (socket: Socket) => {
    const chunks: Buffer[] = []
    sockets.add(socket)
    received.push(Buffer.alloc(0))
    const at = received.length - 1
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      received[at] = Buffer.concat(chunks)
      onData(received.reduce((sum, one) => sum + one.length, 0))
    })
    socket.on('error', () => {})
  }
  const server: Server =
    pem === undefined ? createTcpServer(accept) : createTlsServer({ key: pem, cert: pem, allowHalfOpen: false }, accept)
  const port = await listen(server, fixed)
  const kill = () => {
    for (const socket of sockets)
      if (pem === undefined) socket.resetAndDestroy()
      else socket.destroy()
    server.close()
  }
  onTestFinished(kill)
  return {
    port,
    kill,
    messages: () => received.flatMap(framesOf),
    /** Runs once this many bytes arrived. */
    whenRead: (bytes: number, act: () => void) => {
      onData = (total) => {
        if (total < bytes) return
        onData = () => {}
        act()
      }
    },
  }
}
