import type { IncomingMessage } from 'node:http'
import { newToken } from './session-cookie.ts'

/** Lets secret scanners recognize a leaked token. */
const prefix = 'muster_'
const header = /^Bearer (muster_[A-Za-z0-9_-]{43})$/i

/** A new token for scripts, of 256 bits. */
export const newApiToken = (): string => `${prefix}${newToken()}`

/** The token of a script in `Authorization`, or null. Other credentials there, of a proxy for example, do not count. */
export function apiToken(req: Pick<IncomingMessage, 'headers'>): string | null {
  return header.exec(req.headers.authorization ?? '')?.[1] ?? null
}
