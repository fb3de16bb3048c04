import { Readable } from 'node:stream'
import type { Route } from '@muster/contracts/route'
import { may } from '@muster/core/permission'
import type { Request, Response } from 'express'
import type { AppOptions } from './app-options.ts'
import { checkContentType } from './content-type.ts'
import { parseInputs } from './parse-inputs.ts'
import { ProblemError } from './problem-error.ts'
import type { RateLimit } from './rate-limit.ts'
import { type LimitedBody, limitBody } from './read-body.ts'
import { checkCsrfToken, checkReading, checkWriting } from './request-origin.ts'
import type { BoundRoute } from './route-handler.ts'
import { sendReply } from './send-reply.ts'
import { sessionToken } from './session-cookie.ts'
import type { LiveSession } from './session-gate.ts'

/** The two buckets: one a member, one an address without a session. */
export interface RateLimits {
  readonly member: RateLimit
  readonly anonymous: RateLimit
}

const unlimited = new Set(['/healthz', '/readyz', '/metrics'])
const stays = '/api/events'

function checkRate(limits: RateLimits, session: LiveSession | null, req: Request): void {
  const wait =
    session === null
      ? limits.anonymous.take(req.socket.remoteAddress ?? 'unknown')
      : limits.member.take(session.actor.memberId)
  if (wait !== null)
    throw new ProblemError('too_many_requests', `Too many requests. Ask again in ${wait} s.`, {
      retryAfterSeconds: wait,
    })
}

/** Default deny: a route without "none" needs a session whose role holds its permission. */
function checkPermission({ route }: BoundRoute, session: LiveSession | null): void {
  if (route.permission === 'none') return
  if (session === null)
    throw new ProblemError('not_signed_in', 'Nobody is signed in, or the session has ended. Sign in again.')
  if (!may(session.actor.role, route.permission))
    throw new ProblemError('forbidden', `Your role (${session.actor.role}) does not allow this.`)
}

function abortWith(res: Response): AbortSignal {
  const aborter = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) aborter.abort()
  })
  return aborter.signal
}

function bodyOf({ maxBytes }: Route, req: Request): LimitedBody {
  return maxBytes === undefined ? Object.assign(Readable.from([]), { headers: req.headers }) : limitBody(req, maxBytes)
}

const headerText = (value: string | undefined) => (value === undefined || value.length > 200 ? null : value)

/** Answers one bound route: origin, session, rate, permission, forgery, type, inputs, handler, reply, in this order. */
export async function answerRoute(
  bound: BoundRoute,
  {
    sessions,
    secure,
    isOwnOrigin,
    limits,
  }: Pick<AppOptions, 'sessions' | 'secure' | 'isOwnOrigin'> & { limits: RateLimits },
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const { route } = bound
  const bearer = unlimited.has(route.path) ? null : sessionToken(req, secure)
  const session = bearer === null ? null : await sessions.find(bearer, route.path !== stays)
  if (session !== null) res.locals['memberId'] = session.actor.memberId
  if (!unlimited.has(route.path)) checkRate(limits, session, req)
  if (route.method === 'GET') checkReading(route, req)
  else checkWriting(req, isOwnOrigin)
  checkPermission(bound, session)
  if (route.method !== 'GET' && route.permission !== 'none' && bearer !== null) checkCsrfToken(req, bearer)
  checkContentType(route, req)
  const inputs = await parseInputs(route, req, req.params)
  const reply = await bound.handle(inputs, {
    requestId: String(res.locals['requestId']),
    actor: session?.actor ?? null,
    sessionId: session?.sessionId ?? null,
    idempotencyKey: headerText(req.get('idempotency-key')),
    raw: req,
    body: bodyOf(route, req),
    response: res,
    signal: abortWith(res),
  })
  await sendReply(route, res, reply)
}
