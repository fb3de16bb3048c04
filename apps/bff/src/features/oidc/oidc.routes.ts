import * as routes from '@muster/contracts/oidc'
import { message } from '@muster/wording/message'
import { readBody } from '../../http/request/read-body.ts'
import {
  actorOf,
  type BoundRoute,
  bind,
  type Reply,
  type RequestContext,
  requireSession,
} from '../../http/route-handler.ts'
import {
  attemptCookie,
  attemptToken,
  deviceCookie,
  deviceToken,
  sessionCookie,
} from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { type Begun, beginAttempt, type Finished, finishAttempt, type OidcDeps } from './attempts.ts'
import { endProviderSessions } from './end-provider-sessions.ts'

export interface OidcRoutesDeps {
  /** Null: no identity provider is configured. */
  readonly oidc: OidcDeps | null
  /** Whether the public URL is https. */
  readonly secure: boolean
}

function configured({ oidc }: OidcRoutesDeps): OidcDeps {
  if (oidc === null) throw new ProblemError('not_found', message('problem.no_identity_provider'))
  return oidc
}

const begun = ({ url, state, cookie }: Begun, secure: boolean): Reply => ({
  status: 201,
  json: { url },
  headers: { 'Set-Cookie': attemptCookie(cookie, state, secure) },
})

function redirect(to: string, cookies: readonly string[]): Reply {
  const headers = { Location: to, ...(cookies.length === 0 ? {} : { 'Set-Cookie': cookies }) }
  return { status: 303, bytes: Buffer.alloc(0), mediaType: 'text/plain', headers }
}

/** The page that explains a refusal. A tab that only proves keeps its page; a sign-in keeps where it leads. */
function refusedPath({ refusal, isReauthentication, to }: Extract<Finished, { ok: false }>): string {
  if (isReauthentication || to === '/signed-in') return `/signed-in?refused=${refusal}`
  return `/sign-in?${new URLSearchParams({ refused: refusal, ...(to === '/users' ? {} : { to }) }).toString()}`
}

function finished(result: Finished, gone: readonly string[], secure: boolean): Reply {
  if (!result.ok) return redirect(refusedPath(result), gone)
  const device = result.device === null ? [] : [deviceCookie(result.device, secure)]
  return redirect(result.to, [...gone, sessionCookie(result.bearer, secure), ...device])
}

/** The parameters of a callback: one value for each name, which the parser of queries ensures. */
function parametersOf(query: Readonly<Record<string, unknown>>): URLSearchParams {
  return new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]))
}

const sessionOf = ({ sessionId, token }: RequestContext) => (token === null ? sessionId : null)

export function oidcRoutes(deps: OidcRoutesDeps): BoundRoute[] {
  const { secure } = deps
  return [
    bind(routes.startOidcSignIn, async ({ body: { to } }, context) => {
      const oidc = configured(deps)
      const deviceId = await oidc.sessions.knownDevice(deviceToken(context.raw, secure))
      const attempt = { to, sessionId: sessionOf(context), memberId: null, deviceId, planHash: null }
      return begun(await beginAttempt(oidc, attempt), secure)
    }),
    bind(routes.startOidcReauthentication, async ({ body: { to, planHash = null } }, context) => {
      const [actor, sessionId] = [actorOf(context), requireSession(context)]
      const attempt = { to, sessionId, memberId: actor.memberId, deviceId: null, planHash }
      return begun(await beginAttempt(configured(deps), attempt), secure)
    }),
    bind(routes.finishOidcSignIn, async ({ query }, context) => {
      const state = query.state ?? ''
      const cookie = attemptToken(context.raw, state, secure)
      const callback = { parameters: parametersOf(query), cookie, address: context.address }
      const result = await finishAttempt(configured(deps), {
        ...callback,
        userAgent: context.raw.headers['user-agent'],
      })
      return finished(result, cookie === null ? [] : [attemptCookie('', state, secure)], secure)
    }),
    bind(routes.backChannelLogout, async (_input, context) => {
      const oidc = configured(deps)
      const form = new URLSearchParams(
        (await readBody(context.body, routes.backChannelLogout.maxBytes)).toString('utf8'),
      )
      const tokens = form.getAll('logout_token')
      const isDone = tokens.length === 1 && (await endProviderSessions(oidc, tokens[0] ?? ''))
      if (!isDone) return { status: 400, json: { error: 'invalid_request' } }
      return { status: 200, bytes: Buffer.alloc(0), mediaType: 'text/plain' }
    }),
  ]
}
