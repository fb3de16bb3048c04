import type { IncomingMessage } from 'node:http'

/** Lets secret scanners recognize a leaked token. */
const prefix = 'muster_'
const header = /^Bearer (muster_[A-Za-z0-9_-]{43}(?:[A-Za-z0-9_-]{11})?)$/i

/** A token for scripts, from a new bearer. */
export const apiTokenOf = (bearer: string): string => `${prefix}${bearer}`

/** The bearer in a token. */
export const bearerOf = (token: string): string => token.slice(prefix.length)

/** The token of a script in `Authorization`, or null. Other credentials there, of a proxy for example, do not count. */
export function apiToken(req: Pick<IncomingMessage, 'headers'>): string | null {
  return header.exec(req.headers.authorization ?? '')?.[1] ?? null
}
