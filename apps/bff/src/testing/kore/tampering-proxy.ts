import { createServer } from 'node:http'
import { listen } from '../../adapters/kore/testing/listen.fixture.ts'

/** One exchange with the sandbox. */
export interface Exchange {
  readonly path: string
  readonly requestBody: string
  /** The token of the call. */
  readonly auth: string
  readonly status: number
  readonly body: string
}

type Tampering = (exchange: Exchange) => { readonly status?: number; readonly body: string } | undefined

/** A proxy between Muster and a sandbox that rewrites responses. `tamper` returns the replacement, or undefined. */
export async function startTamperingProxy(sandboxUrl: string, tamper: Tampering) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const requestBody = Buffer.concat(chunks).toString()
      const { auth = '' } = request.headers
      void forward(sandboxUrl, { method: request.method ?? 'GET', path: request.url ?? '/', auth, requestBody })
        .then((exchange) => {
          const { status = exchange.status, body } = tamper(exchange) ?? exchange
          response.writeHead(status, { 'content-type': 'application/json' }).end(body)
        })
        .catch(() => response.destroy())
    })
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Forwarded {
  readonly method: string
  readonly path: string
  readonly auth: string | string[]
  readonly requestBody: string
}

async function forward(sandboxUrl: string, { method, path, auth, requestBody }: Forwarded): Promise<Exchange> {
  const token = String(auth)
  const response = await fetch(`${sandboxUrl}${path}`, {
    method,
    headers: { auth: token, 'content-type': 'application/json' },
    body: method === 'GET' ? null : requestBody,
  })
  return { path, requestBody, auth: token, status: response.status, body: await response.text() }
}
