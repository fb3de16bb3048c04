import type { IncomingMessage } from 'node:http'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'

/** Header pairs that Node keeps (`maxHeadersCount`); at this number, some may have been dropped. */
export const maxHeaders = 100
const single = new Set(['host', 'content-length', 'transfer-encoding', 'content-type', 'origin', 'authorization'])
const bodyless = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Connections with a refused request: ignores whatever else arrives on them. */
export const refusedConnections = new WeakSet<object>()

/** Requests that Node's parser accepts and a proxy may parse differently: each is refused and its connection closed. */
export interface FramingError {
  readonly status: 400 | 405 | 431 | 501
  readonly detail: Message
}

function namesAndValues(raw: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const list = found.get(name)
    if (list === undefined) found.set(name, [raw[at + 1] ?? ''])
    else list.push(raw[at + 1] ?? '')
  }
  return found
}

function bodyError(req: IncomingMessage, headers: Map<string, string[]>): FramingError | null {
  const coding = headers.get('transfer-encoding')?.[0]
  const length = headers.get('content-length')?.[0]
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    return { status: 501, detail: message('framing.coding') }
  if (coding !== undefined && req.httpVersion !== '1.1') return { status: 400, detail: message('framing.version') }
  if (coding !== undefined && length !== undefined) return { status: 400, detail: message('framing.both') }
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return { status: 400, detail: message('framing.length') }
  const hasBody = coding !== undefined || (length !== undefined && Number(length) > 0)
  if (hasBody && bodyless.has(req.method ?? ''))
    return { status: 400, detail: message('framing.no_body', { method: req.method ?? '' }) }
  return null
}

/** The framing error of a request, or null. Reads the raw headers: Node joins and drops some. */
export function framingError(req: IncomingMessage): FramingError | null {
  if (req.rawHeaders.length >= maxHeaders * 2) return { status: 431, detail: message('framing.headers') }
  if (req.method === 'TRACE' || req.method === 'CONNECT') return { status: 405, detail: message('framing.method') }
  const headers = namesAndValues(req.rawHeaders)
  for (const name of single)
    if ((headers.get(name)?.length ?? 0) > 1) return { status: 400, detail: message('framing.repeated', { name }) }
  if (!headers.has('host')) return { status: 400, detail: message('framing.no_host') }
  if (!/^[a-z0-9.\-_]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(headers.get('host')?.[0] ?? ''))
    return { status: 400, detail: message('framing.host') }
  const target = req.url ?? ''
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!target.startsWith('/') || target.startsWith('//') || /[\\#\u0000-\u0020\u007f]/.test(target))
    return { status: 400, detail: message('framing.target') }
  if (headers.has('upgrade')) return { status: 400, detail: message('framing.upgrade') }
  return bodyError(req, headers)
}
