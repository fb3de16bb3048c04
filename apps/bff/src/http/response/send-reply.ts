import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Route } from '@muster/contracts/route'
import type { Reply } from '../route-handler.ts'
import { accepts } from './accepts-coding.ts'
import { downloadContentPolicy, setHeaders } from './security-headers.ts'

type JsonReply = Extract<Reply, { json: unknown }>
type BytesReply = Extract<Reply, { bytes: unknown }>

/** RFC 6266 with the RFC 8187 form beside a plain one; removes control characters, quotes and path separators. */
export function attachment(filename: string): string {
  const safe =
    filename
      .replaceAll(/[\p{C}/\\"<>:|?*;%]/gu, '_')
      .slice(0, 200)
      .toWellFormed() || 'download'
  const plain = safe.replaceAll(/[^\u0020-\u007e]/g, '_')
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

const compress = promisify(gzip)
/** A smaller response fits in the first packets anyway. */
const leastBytes = 1400

/** Compresses what a member reads. Not what anyone may read: those responses carry the session's token. */
async function sendText(route: Route, res: ServerResponse, text: string): Promise<void> {
  const isRead = route.method === 'GET' && route.permission !== 'none'
  if (!isRead || text.length < leastBytes || !accepts(res.req.headers['accept-encoding'] ?? '', 'gzip')) {
    res.end(text)
    return
  }
  res.setHeader('Content-Encoding', 'gzip')
  res.appendHeader('Vary', 'Accept-Encoding')
  res.end(await compress(text, { level: 5 }))
}

async function sendJson(route: Route, res: ServerResponse, reply: JsonReply): Promise<void> {
  const answer = route.responses[reply.status]
  if (answer === undefined || 'mediaType' in answer)
    throw new Error(
      `${route.method} ${route.path} replied ${reply.status} with JSON, which its record does not declare`,
    )
  const parsed = answer.safeParse(reply.json)
  if (!parsed.success)
    throw new Error(
      `${route.method} ${route.path} replied ${reply.status} with content that its record does not allow`,
      {
        cause: parsed.error,
      },
    )
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  if (route.method === 'GET' && route.permission !== 'none')
    res.setHeader('Content-Disposition', 'attachment; filename="api.json"')
  setHeaders(res, reply.headers ?? {})
  await sendText(route, res, JSON.stringify(parsed.data))
}

async function sendBytes(route: Route, res: ServerResponse, reply: BytesReply): Promise<void> {
  const answer = route.responses[reply.status]
  const essence = (reply.mediaType.split(';')[0] ?? '').trim()
  if (answer === undefined || !('mediaType' in answer) || answer.mediaType !== essence)
    throw new Error(
      `${route.method} ${route.path} replied ${reply.status} ${essence}, which its record does not declare`,
    )
  const text = /^text\/|json$/.test(essence) && !reply.mediaType.includes('charset')
  res.setHeader('Content-Type', text ? `${reply.mediaType}; charset=utf-8` : reply.mediaType)
  res.setHeader('Content-Security-Policy', downloadContentPolicy)
  if (reply.filename !== undefined) res.setHeader('Content-Disposition', attachment(reply.filename))
  setHeaders(res, reply.headers ?? {})
  if (reply.bytes instanceof Readable) await pipeline(reply.bytes, res)
  else res.end(reply.bytes)
}

/** Sends a handler's reply, parsed by its route's schema: an undeclared field cannot leave, an undeclared status is a bug. */
export async function sendReply(route: Route, res: ServerResponse, reply: Reply): Promise<void> {
  if ('taken' in reply) return
  res.statusCode = reply.status
  try {
    if ('json' in reply) await sendJson(route, res, reply)
    else await sendBytes(route, res, reply)
  } catch (error) {
    if (!res.headersSent) res.statusCode = 500
    throw error
  }
}
