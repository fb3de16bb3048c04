import { checkedLookup } from './checked-lookup.ts'
import { createDispatcher } from './create-dispatcher.ts'
import { ResponseCollector } from './response-collector.ts'
import type { KoreNetwork, KoreTimeouts } from './settings.ts'
import type { WireResult } from './wire-result.ts'

export interface WireCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the root, with query: `/api/public/users`. */
  readonly path: string
  readonly body: string | Buffer | null
  readonly token: string
  /** Aborts the call; the result shows whether it may have had an effect. */
  readonly signal: AbortSignal
  /** How long after `signal` the response may still arrive; 0 aborts at once. */
  readonly graceMs?: number
}

export interface KoreClient {
  call(call: WireCall): Promise<WireResult>
  close(): Promise<void>
}

/** Maximum bytes of a response to read; a longer one is invalid. */
const maxResponseBytes = 8 * 1024 * 1024

/**
 * HTTP to one origin: keep-alive, no redirects, three deadlines, JSON bodies with Content-Length on every method
 * (DELETE too). HTTP/1.1 on purpose: with one call at a time on a connection, "was it sent" is decidable.
 */
export function createKoreClient(origin: string, timeouts: KoreTimeouts, network: KoreNetwork): KoreClient {
  const dispatcher = createDispatcher(origin, network, {
    connections: 32,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    headersTimeout: timeouts.firstByte,
    bodyTimeout: timeouts.total,
    connectTimeout: timeouts.connect,
    lookup: checkedLookup(new URL(origin).hostname),
  })
  return {
    call: (call) =>
      new Promise((resolve) => {
        const collector = new ResponseCollector({
          maxBytes: maxResponseBytes,
          timeouts,
          signal: call.signal,
          graceMs: call.graceMs ?? 0,
          done: resolve,
        })
        const { method, path, body } = call
        dispatcher.dispatch({ origin, method, path, headers: headersOf(call), body }, collector)
      }),
    close: () => dispatcher.destroy(),
  }
}

function headersOf(call: WireCall): Record<string, string> {
  const headers: Record<string, string> = {
    auth: call.token,
    accept: 'application/json',
    // Without it, a server may choose any encoding (RFC 9110, section 12.5.3), and this client decodes none.
    'accept-encoding': 'identity',
    'user-agent': 'muster',
  }
  if (call.body !== null) headers['content-type'] = 'application/json'
  return headers
}
