import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const digest = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()

/**
 * Whether a request has the configured token; without a configured one, none has. The origin of a request is not a
 * criterion: a proxy on this machine need not name its client.
 */
export function createMetricsGate(token: Buffer | null): (req: Pick<IncomingMessage, 'headers'>) => boolean {
  const expected = token === null ? null : digest(token)
  token?.fill(0)
  return (req) => {
    const given = /^Bearer (.{1,1000})$/.exec(req.headers.authorization ?? '')?.[1]
    return expected !== null && given !== undefined && timingSafeEqual(expected, digest(given))
  }
}
