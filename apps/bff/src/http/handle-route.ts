import { Readable } from 'node:stream'
import { inputField, permissionsOfRoute, type Route, refusesTokens } from '@muster/contracts/route'
import { lackedFor, may } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import type { Request, Response } from 'express'
import { type AuditOrigin, withAuditOrigin } from '../audit-origin.ts'
import { lacksPermission, ProblemError } from '../problem-error.ts'
import { forWaitingReader } from '../waiting-reader.ts'
import type { AppOptions } from './app-options.ts'
import { networkOf } from './request/client-address.ts'
import { checkContentType } from './request/content-type.ts'
import { checkCsrfToken, checkReading, checkWriting } from './request/csrf.ts'
import { type ParsedInputs, parseInputs } from './request/parse-inputs.ts'
import { type LimitedBody, limitBody } from './request/read-body.ts'
import { sendReply } from './response/send-reply.ts'
import type { BoundRoute } from './route-handler.ts'
import { type IsOwn, ownOf } from './session/actor.ts'
import { apiToken } from './session/api-token.ts'
import { reachesRecord, refusesLimited, withoutQuotesIn, withoutQuotesOf } from './session/limit.ts'
import type { RateLimit } from './session/rate-limit.ts'
import { deviceToken, hashToken, sessionToken } from './session/session-cookie.ts'
import type { LiveSession } from './session/session-gate.ts'
import { createStepUp } from './session/step-up.ts'

/** The two buckets: one for each member, one for each address without a session. */
export interface RateLimits {
  readonly member: RateLimit
  readonly anonymous: RateLimit
}

type Gate = Pick<AppOptions, 'sessions' | 'isOwn' | 'clock' | 'secure' | 'isOwnOrigin' | 'addressOf' | 'onRefused'> & {
  readonly limits: RateLimits
}

const unlimited = new Set(['/healthz', '/readyz', '/metrics'])
const stays = '/api/events'

/** Without a session, a known device has its own bucket, so strangers' requests never use it up. */
async function anonymousBucket({ sessions, secure, addressOf }: Gate, req: Request): Promise<string> {
  const device = deviceToken(req, secure)
  if (device !== null && (await sessions.knowsDevice(device))) return `device ${hashToken(device)}`
  return networkOf(addressOf(req))
}

async function checkRate(
  gate: Gate,
  { session, isAnonymous = false }: { readonly session: LiveSession | null; readonly isAnonymous?: boolean },
  req: Request,
): Promise<void> {
  const { limits, addressOf } = gate
  const wait =
    session === null
      ? limits.anonymous.take(isAnonymous ? networkOf(addressOf(req)) : await anonymousBucket(gate, req))
      : limits.member.take(session.token === null ? session.actor.memberId : `token ${session.token.id}`)
  if (wait !== null)
    throw new ProblemError('too_many_requests', message('problem.too_many_requests', { seconds: wait }), {
      retryAfterSeconds: wait,
    })
}

/** Default deny: a route without "none" requires a session, and its member one of the permissions of the route. */
function checkPermission({ route }: BoundRoute, session: LiveSession | null): void {
  if (route.permission === 'none') return
  if (session === null) throw new ProblemError('not_signed_in', message('problem.not_signed_in'))
  const [first, ...others] = permissionsOfRoute(route)
  if (first === undefined) throw new Error('a route names no permission')
  if ([first, ...others].some((permission) => may(session.actor, permission))) return
  throw lacksPermission(lackedFor(session.actor, first) ?? first)
}

/** The permission that the parsed inputs require, where it depends on them. */
function checkInputPermission({ permission }: Route, session: LiveSession | null, inputs: ParsedInputs): void {
  if (typeof permission === 'string') return
  const value = inputField(inputs[permission.in], permission.field)
  const needed = Object.entries(permission.permissions).find(([key]) => key === value)?.[1]
  if (session === null || needed === undefined)
    throw new ProblemError('forbidden', message('problem.role_allows_no_value', { field: permission.field }))
  const lacked = lackedFor(session.actor, needed)
  if (lacked !== null) throw lacksPermission(lacked)
}

const missing = {
  plans: message('problem.no_plan'),
  jobs: message('problem.no_job'),
  uploads: message('problem.no_upload'),
  selections: message('problem.no_selection'),
} as const

const isLimited = (session: LiveSession | null): boolean => session !== null && ownOf(session.actor) !== null

/** Refuses a limited member what may reveal or change what is beyond the limit. */
function refuseBeyondLimit(route: Route, session: LiveSession | null): void {
  if (isLimited(session) && refusesLimited(route)) throw new ProblemError('forbidden', message('problem.limited_route'))
}

/** The selections that the filters of a request name, wherever these are in it. */
function selectionsIn(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) =>
    key === 'selection' && typeof value === 'string' ? [value] : selectionsIn(value),
  )
}

/** Keeps such a member to their own records. */
async function checkOwner(route: Route, session: LiveSession | null, inputs: ParsedInputs, isOwn: IsOwn) {
  const { limited } = route
  const own = session === null ? null : ownOf(session.actor)
  if (own === null) return
  for (const id of selectionsIn([inputs.query, inputs.body])) {
    if (!(await isOwn('selections', id, own))) throw new ProblemError('not_found', missing.selections)
  }
  if (typeof limited !== 'object') return
  if (await reachesRecord(route, { id: inputField(inputs.params, 'id'), own, isOwn })) return
  throw new ProblemError('not_found', missing[limited.own])
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

/** The reply to HEAD where the handler would take a slot or write an audit entry: a file, a stream, a recorded response. */
function sendHead({ responses }: Route, res: Response): void {
  const [answer] = Object.values(responses)
  if (answer !== undefined && 'mediaType' in answer) res.setHeader('Content-Type', answer.mediaType)
  res.end()
}

const isJson = ({ responses }: Route) => Object.values(responses).every((one) => !('mediaType' in one))

const headerText = (value: string | undefined) => (value === undefined || value.length > 200 ? null : value)

/** Whether a request counts as activity of its member: not a tab's background updates, and never HEAD. */
const isUse = (route: Route, req: Request) =>
  route.path !== stays && req.method !== 'HEAD' && req.get('x-muster-background') === undefined

interface Identified {
  /** The session's bearer; null for a token, which needs no protection against forgery. */
  readonly bearer: string | null
  readonly session: LiveSession | null
}

/** Who sends a request: the session of its cookie, or the token of a script. Both at once are refused. */
async function identify(gate: Gate, route: Route, req: Request): Promise<Identified> {
  const bearer = sessionToken(req, gate.secure)
  const secret = apiToken(req)
  if (secret === null) {
    const session = bearer === null ? null : await gate.sessions.find(bearer, isUse(route, req))
    return { bearer, session }
  }
  if (bearer !== null) throw new ProblemError('invalid_request', message('problem.cookie_and_token'))
  const session = await gate.sessions.findToken(secret, gate.addressOf(req))
  if (session === null) {
    await checkRate(gate, { session }, req)
    throw new ProblemError('not_signed_in', message('problem.token_not_valid'))
  }
  return { bearer: null, session }
}

/**
 * Handles one bound route: session, rate, origin, permission, forgery, step-up, type, inputs, handler, reply, in this
 * order.
 */
export async function handleRoute(bound: BoundRoute, gate: Gate, exchange: { req: Request; res: Response }) {
  const isPage = bound.route.method === 'GET' && isJson(bound.route)
  await (isPage
    ? forWaitingReader(() => handleIdentified(bound, gate, exchange))
    : handleIdentified(bound, gate, exchange))
}

async function handleIdentified(bound: BoundRoute, gate: Gate, exchange: { req: Request; res: Response }) {
  const { req, res } = exchange
  const { route } = bound
  const isUnlimited = unlimited.has(route.path)
  const isAnonymous = route.anonymous === true
  const { bearer, session } =
    isUnlimited || isAnonymous ? { bearer: null, session: null } : await identify(gate, route, req)
  if (session !== null) res.locals['memberId'] = session.actor.memberId
  if (!isUnlimited) await checkRate(gate, { session, isAnonymous }, req)
  await withAuditOrigin(originOf(gate, session, req), async () => {
    try {
      await authorizeAndAnswer(bound, gate, { ...exchange, bearer, session })
    } catch (error) {
      if (session !== null && error instanceof ProblemError && error.isRefusal) {
        const { method, path } = route
        const address = gate.addressOf(req)
        await gate.onRefused({ actor: session.actor, method, route: path, reason: error.detail, address })
      }
      throw isLimited(session) ? withoutQuotesOf(error) : error
    }
  })
}

/** The stored ID of a session would identify its row; its hash only groups its acts. */
const originOf = (gate: Gate, session: LiveSession | null, req: Request): AuditOrigin => ({
  token: session?.token?.name ?? null,
  address: gate.addressOf(req),
  session: session === null ? null : hashToken(session.sessionId).slice(0, 12),
})

async function authorizeAndAnswer(
  bound: BoundRoute,
  { isOwnOrigin, isOwn, addressOf, clock }: Gate,
  { req, res, bearer, session }: { req: Request; res: Response; bearer: string | null; session: LiveSession | null },
): Promise<void> {
  const { route } = bound
  // A browser adds a cookie to a forged request, but never the token of a script.
  if (apiToken(req) === null) {
    if (route.method === 'GET') checkReading(route, req)
    else checkWriting(route, req, isOwnOrigin)
  }
  checkPermission(bound, session)
  if (refusesTokens(route) && (session?.token ?? null) !== null)
    throw new ProblemError('forbidden', message('problem.session_required'))
  refuseBeyondLimit(route, session)
  if (route.method !== 'GET' && route.permission !== 'none' && bearer !== null) checkCsrfToken(req, bearer)
  const stepUp = createStepUp(route, session, () => clock.now())
  stepUp.checkRoute()
  checkContentType(route, req)
  const inputs = await parseInputs(route, req, req.params)
  checkInputPermission(route, session, inputs)
  await checkOwner(route, session, inputs, isOwn)
  stepUp.checkBody(inputs.body)
  if (req.method === 'HEAD' && (!isJson(route) || route.recorded === true)) return sendHead(route, res)
  const reply = await bound.handle(inputs, {
    requestId: String(res.locals['requestId']),
    actor: session?.actor ?? null,
    sessionId: session?.sessionId ?? null,
    token: session?.token ?? null,
    stepUp,
    address: addressOf(req),
    idempotencyKey: headerText(req.get('idempotency-key')),
    raw: req,
    body: bodyOf(route, req),
    response: res,
    signal: abortWith(res),
  })
  stepUp.requireJudged()
  await sendReply(route, res, isLimited(session) ? withoutQuotesIn(reply) : reply)
}
