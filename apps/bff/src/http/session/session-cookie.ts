import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const tokenShape = /^[A-Za-z0-9_-]{43}(?:[A-Za-z0-9_-]{11})?$/

/** A new bearer of 256 bits: session IDs and links. */
export const newToken = (): string => randomBytes(32).toString('base64url')
/** The stored form of a bearer. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** `secure`: the public URL is https. On plain-http loopback no prefix and no Secure, so every browser stores it. */
export const cookieName = (secure: boolean): string => (secure ? '__Host-Http-sid' : 'sid')

export function sessionCookie(token: string, secure: boolean): string {
  return `${cookieName(secure)}=${token}; Path=/; ${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Strict`
}
export function expiredSessionCookie(secure: boolean): string {
  return `${sessionCookie('', secure)}; Max-Age=0`
}

const deviceCookieName = (secure: boolean): string => (secure ? '__Host-Http-device' : 'device')
const deviceCookieSeconds = 180 * 24 * 3600

/** Identifies a browser that signed a member in. It grants no access; wrong attempts of others do not lock this browser out. */
export function deviceCookie(token: string, secure: boolean): string {
  return `${deviceCookieName(secure)}=${token}; Path=/; ${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Strict; Max-Age=${deviceCookieSeconds}`
}

const attemptSeconds = 600
/** One cookie for each attempt: two tabs do not disturb each other. */
const attemptCookieName = (state: string, secure: boolean): string =>
  `${secure ? '__Host-Http-txn-' : 'txn-'}${state.slice(0, 8)}`

/** Ties a sign-in through an identity provider to the browser that began it. Lax: the provider's redirect carries it. */
export function attemptCookie(token: string, state: string, secure: boolean): string {
  const life = token === '' ? 0 : attemptSeconds
  return `${attemptCookieName(state, secure)}=${token}; Path=/; ${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Lax; Max-Age=${life}`
}
/** The bearer of the attempt with this state in a request, or null. */
export const attemptToken = (req: Pick<IncomingMessage, 'headers'>, state: string, secure: boolean): string | null =>
  tokenShape.test(state) ? cookieToken(req, attemptCookieName(state, secure)) : null

const passkeyCookieName = (secure: boolean): string => (secure ? '__Host-Http-passkey' : 'passkey')
const passkeyCookieSeconds = 5 * 60

/** Binds a challenge for a passkey to the browser that requested it. */
export function passkeyCookie(token: string, secure: boolean): string {
  return `${passkeyCookieName(secure)}=${token}; Path=/; ${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Strict; Max-Age=${passkeyCookieSeconds}`
}

/** The session's bearer in a request, or null. */
export const sessionToken = (req: Pick<IncomingMessage, 'headers'>, secure: boolean): string | null =>
  cookieToken(req, cookieName(secure))
/** The device's bearer in a request, or null. */
export const deviceToken = (req: Pick<IncomingMessage, 'headers'>, secure: boolean): string | null =>
  cookieToken(req, deviceCookieName(secure))

/** The bearer that came with a challenge for a passkey, or null. */
export const passkeyToken = (req: Pick<IncomingMessage, 'headers'>, secure: boolean): string | null =>
  cookieToken(req, passkeyCookieName(secure))

/** A token among the cookies. A duplicate name counts as none. */
function cookieToken(req: Pick<IncomingMessage, 'headers'>, name: string): string | null {
  const prefix = `${name}=`
  const found = (req.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
  const value = found.length === 1 ? (found[0] ?? '').slice(prefix.length) : ''
  return tokenShape.test(value) ? value : null
}

/** The value of `X-Muster-CSRF` for a session: derived from its bearer, so nothing is stored. */
export const csrfTokenOf = (token: string): string =>
  createHmac('sha256', token).update('muster csrf 1').digest('base64url')

export function csrfTokenFits(token: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(csrfTokenOf(token)), Buffer.from(given)]
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
