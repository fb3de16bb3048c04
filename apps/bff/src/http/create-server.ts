import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Express } from 'express'
import { maxHeaders, refusedConnections } from './request/framing.ts'
import { apiHeaders, baseHeaders } from './response/security-headers.ts'

// An import of this module also loads Node's own client for the web, 14 MB.
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')

/** Time limit for a whole request: uploads are the slowest. JSON bodies have 60 s, see `readBody`. */
const requestTimeout = 300_000

/** A problem outside any route, and its headers. */
function refusal(status: number, detail: string, secure: boolean) {
  const body = JSON.stringify({
    type: 'urn:muster:problem:invalid_request',
    title: STATUS_CODES[status],
    status,
    detail,
    code: 'invalid_request',
    requestId: 'none',
  })
  const headers = {
    ...baseHeaders(secure),
    ...apiHeaders,
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }
  return { body, headers }
}

/** Responds to requests that Node's parser refused, with the common headers, and closes the connection. */
function refuseSocket(socket: Duplex, code: string | undefined, secure: boolean): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  if (refusedConnections.has(socket)) {
    // Its only response is on its way.
    socket.end()
    return
  }
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const { body, headers } = refusal(status, 'The request is malformed.', secure)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}

/** The HTTP server with its limits: 15 s for headers, 300 s for an upload, 75 s between two, 8 KB of headers. */
export function createHttpServer(app: Express, { secure }: { secure: boolean }): Server {
  const server = createServer(
    {
      headersTimeout: 15_000,
      requestTimeout,
      // Longer than proxies keep an idle connection, 60 s: the side that closes first must not meet a request on its way.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 8192,
      insecureHTTPParser: false,
      // `framingError` checks this and responds with the common headers.
      requireHostHeader: false,
      joinDuplicateHeaders: false,
      connectionsCheckingInterval: 5000,
    },
    // Express is a request listener.
    app,
  )
  server.maxHeadersCount = maxHeaders
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseSocket(socket, error.code, secure))
  server.on('checkExpectation', (_req, res: ServerResponse) => {
    const { body, headers } = refusal(417, 'The only supported expectation is "100-continue".', secure)
    res.writeHead(417, headers).end(body)
  })
  server.on('connect', (_req, socket) => refuseSocket(socket, undefined, secure))
  return server
}
