import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const digest = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** With a token configured: whoever bears it. Without: this very machine, and not on behalf of somebody else. */
export function createMetricsGate(token: Buffer | null): (req: Pick<IncomingMessage, 'headers' | 'socket'>) => boolean {
  const expected = token === null ? null : digest(token)
  token?.fill(0)
  return (req) => {
    if (expected !== null) {
      const given = /^Bearer (.{1,1000})$/.exec(req.headers.authorization ?? '')?.[1]
      return given !== undefined && timingSafeEqual(expected, digest(given))
    }
    const address = req.socket.remoteAddress ?? ''
    const here = address === '::1' || /^(::ffff:)?127\./.test(address)
    return here && forwarded.every((name) => req.headers[name] === undefined)
  }
}
