import { reauthenticateMember } from '@muster/contracts/factors'
import {
  acceptInvitation as acceptInvitationRoute,
  readInvitation as readInvitationRoute,
} from '@muster/contracts/members'
import {
  endOtherSessions,
  endSession,
  getSession,
  listGrantors,
  listSessions,
  type Session,
  setLanguage,
  setUsersTable,
  signIn as signInRoute,
  signOut as signOutRoute,
} from '@muster/contracts/session'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import {
  actorOf,
  type BoundRoute,
  bind,
  type Reply,
  type RequestContext,
  requireSession,
} from '../../http/route-handler.ts'
import { type Actor, scopeEntry } from '../../http/session/actor.ts'
import {
  csrfTokenOf,
  deviceCookie,
  deviceToken,
  expiredSessionCookie,
  hashToken,
  passkeyToken,
  sessionCookie,
  sessionToken,
} from '../../http/session/session-cookie.ts'
import { acceptInvitation, type InvitationDeps, readInvitation } from './accept-invitation.ts'
import { breakGlassRoutes } from './break-glass.routes.ts'
import { type BreakGlassDeps, signInWithBreakGlass } from './break-glass.ts'
import { describeUserAgent } from './describe-user-agent.ts'
import { factorsRoutes } from './factors/factors.routes.ts'
import type { PassphraseDeps } from './factors/manage-factors.ts'
import { newSessionEnd, type SessionEnd, sessionEnd, sessionPermissions } from './find-session.ts'
import { endOwnSessions, listOwnSessions } from './own-sessions.ts'
import type { AccountIdentity } from './ports.ts'
import { reauthenticate } from './reauthenticate.ts'
import { type SignedIn, signIn } from './sign-in.ts'
import { type ProviderSignOut, signOut } from './sign-out.ts'

export interface SessionRoutesDeps extends InvitationDeps, BreakGlassDeps, PassphraseDeps {
  readonly identity: AccountIdentity
  readonly providerSignOut: ProviderSignOut
  /** Whether the public URL is https. */
  readonly secure: boolean
}

const shownRole = (actor: Actor) =>
  actor.scope === null ? roleMessage(actor) : message('role.limited', { role: roleMessage(actor) })

async function sessionOf(
  { identity, members }: Pick<SessionRoutesDeps, 'identity' | 'members'>,
  who: { actor: Actor; bearer: string | null; ends: SessionEnd | null } | null,
): Promise<Session> {
  const member =
    who === null
      ? null
      : {
          id: who.actor.memberId,
          email: who.actor.email,
          name: who.actor.name,
          role: who.actor.role,
          roleName: englishText(shownRole(who.actor)),
          roleNameMessage: shownRole(who.actor),
          permissions: [...who.actor.permissions],
          scope: scopeEntry(who.actor.scope),
          language: who.actor.language,
          usersTable: await members.usersTable(who.actor.memberId),
        }
  return {
    member,
    csrfToken: who === null || who.bearer === null ? null : csrfTokenOf(who.bearer),
    ends: who?.ends ?? null,
    environment: identity.environment,
    accountName: identity.accountName,
    signInMethods: [...(await identity.signInMethods())],
    identityProvider: identity.identityProvider,
  }
}

/** The client that signs in, as far as the request shows it. */
const clientOf = ({ secure }: SessionRoutesDeps, { address, raw, sessionId, token }: RequestContext) => ({
  previousSessionId: token === null ? sessionId : null,
  device: deviceToken(raw, secure),
  browser: passkeyToken(raw, secure),
  agent: describeUserAgent(raw.headers['user-agent']),
  address,
})

async function signedInReply(deps: SessionRoutesDeps, { bearer, device, member }: SignedIn): Promise<Reply> {
  const { id, ...person } = member
  return {
    status: 200,
    json: await sessionOf(deps, {
      actor: { memberId: id, ...person, permissions: sessionPermissions(person) },
      bearer,
      ends: newSessionEnd,
    }),
    headers: { 'Set-Cookie': [sessionCookie(bearer, deps.secure), deviceCookie(device, deps.secure)] },
  }
}

export const sessionRoutes = (deps: SessionRoutesDeps): BoundRoute[] => [
  bind(getSession, async (_input, { actor, raw, sessionId, token }) => {
    if (token !== null && actor !== null)
      return { status: 200, json: await sessionOf(deps, { actor, bearer: null, ends: null }) }
    const bearer = sessionToken(raw, deps.secure)
    const ends = sessionId === null ? null : await sessionEnd(deps, sessionId)
    const who = actor === null || bearer === null || ends === null ? null : { actor, bearer, ends }
    return { status: 200, json: await sessionOf(deps, who) }
  }),
  ...signInRoutes(deps),
  ...preferenceRoutes(deps),
  bind(listGrantors, async () => {
    const items = await deps.members.grantors()
    return { status: 200, json: { items: items.map((member) => ({ ...member })) } }
  }),
  ...ownSessionRoutes(deps),
  ...factorsRoutes(deps),
]

/** What begins, proves and ends a session. */
function signInRoutes(deps: SessionRoutesDeps): BoundRoute[] {
  const { secure } = deps
  return [
    bind(signInRoute, async ({ body }, context) => {
      const client = clientOf(deps, context)
      if (!('breakGlass' in body))
        return await signedInReply(deps, await signIn(deps, { credentials: body, ...client }))
      const proof = { secret: body.breakGlass, code: body.code }
      return await signedInReply(deps, await signInWithBreakGlass(deps, { ...proof, ...client }))
    }),
    ...breakGlassRoutes(deps),
    ...invitationRoutes(deps),
    bind(signOutRoute, async (_input, context) => {
      const continueAt = await signOut(deps, { actor: actorOf(context), sessionId: requireSession(context) })
      const headers = {
        'Set-Cookie': expiredSessionCookie(secure),
        // Keeps the cookies: the browser stays a known device.
        'Clear-Site-Data': '"cache", "storage"',
      }
      return { status: 200, json: { ...(await sessionOf(deps, null)), continueAt }, headers }
    }),
    bind(reauthenticateMember, async ({ body }, context) => {
      const [actor, sessionId] = [actorOf(context), requireSession(context)]
      const { device, browser, address } = clientOf(deps, context)
      const { planHash = null, ...proof } = body
      const about = { actor, sessionId, proof, address, device, browser, planHash }
      const bearer = await reauthenticate(deps, about)
      return {
        status: 200,
        json: await sessionOf(deps, { actor, bearer, ends: await sessionEnd(deps, hashToken(bearer)) }),
        headers: { 'Set-Cookie': sessionCookie(bearer, secure) },
      }
    }),
  ]
}

const invitationRoutes = (deps: SessionRoutesDeps): BoundRoute[] => [
  bind(readInvitationRoute, async ({ body }) => {
    const { expiresAt, ...invited } = await readInvitation(deps, body.token)
    return { status: 200, json: { ...invited, expiresAt: new Date(expiresAt).toISOString() } }
  }),
  bind(acceptInvitationRoute, async ({ body }, context) =>
    signedInReply(deps, await acceptInvitation(deps, { ...body, ...clientOf(deps, context) })),
  ),
]

/** How the member sees the app. */
const preferenceRoutes = ({ members }: SessionRoutesDeps): BoundRoute[] => [
  bind(setUsersTable, async ({ body }, context) => {
    await members.setUsersTable(actorOf(context).memberId, body)
    return { status: 200, json: body }
  }),
  bind(setLanguage, async ({ body: { language } }, context) => {
    await members.setLanguage(actorOf(context).memberId, language)
    return { status: 200, json: { language } }
  }),
]

const ownSessionRoutes = (deps: SessionRoutesDeps): BoundRoute[] => [
  bind(listSessions, async (_input, context) => ({
    status: 200,
    json: { items: await listOwnSessions(deps, { actor: actorOf(context), sessionId: context.sessionId }) },
  })),
  bind(endSession, async ({ params }, context) => {
    const ended = await endOwnSessions(deps, { actor: actorOf(context), which: { ref: params.id } })
    return { status: 200, json: { ended } }
  }),
  bind(endOtherSessions, async (_input, context) => ({
    status: 200,
    json: {
      ended: await endOwnSessions(deps, { actor: actorOf(context), which: { allBut: requireSession(context) } }),
    },
  })),
]
