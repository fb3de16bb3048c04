import type { ProviderProof } from '@muster/core/policy/provider-proof'
import { deviceLifeMs, sessionLimit } from '@muster/core/policy/session-life'
import { message } from '@muster/wording/message'
import { hashToken } from '../../http/session/session-cookie.ts'
import { describeUserAgent } from './describe-user-agent.ts'
import { sessionEnd } from './find-session.ts'
import type { SignInDeps } from './sign-in.ts'

type Deps = Pick<SignInDeps, 'sessions' | 'devices' | 'bearers' | 'audit' | 'clock' | 'newId'>

interface Proved {
  readonly member: { readonly id: string; readonly email: string; readonly name: string }
  readonly address: string
  readonly proof: ProviderProof
  /** Name of the identity provider. */
  readonly provider: string
}

/** Opens a session for a member after the proof of an identity provider. The browser's previous session ends. */
async function openProviderSession(
  deps: Deps,
  request: Proved & {
    readonly deviceId: string | null
    readonly previousSessionId: string | null
    readonly userAgent: string | undefined
  },
): Promise<{ readonly bearer: string; readonly device: string | null }> {
  const { member, deviceId, previousSessionId, proof } = request
  const bearer = await deps.bearers.create()
  const device = deviceId === null ? await deps.bearers.create() : null
  const at = deps.clock.now()
  if (previousSessionId !== null) await deps.sessions.remove(previousSessionId)
  const agent = describeUserAgent(request.userAgent)
  const session = { id: hashToken(bearer), ref: deps.newId(), agent, memberId: member.id, at, proof }
  await deps.sessions.add(session, sessionLimit)
  const id = deviceId ?? hashToken(device ?? '')
  await deps.devices.remember({ id, memberId: member.id, at })
  await deps.audit.append({ action: 'session.signed_in', actor: member.email, sentence: signedIn(request) })
  return { bearer, device }
}

function signedIn({ member, provider, address, proof: { factors } }: Proved) {
  const facts = { member: member.name, provider, address }
  if (factors.length === 0) return message('audit.signed_in_by_oidc', facts)
  return message('audit.signed_in_by_oidc_factors', { ...facts, factors: factors.join(', ') })
}

/** Gives a live session another bearer, because an identity provider proved its member again. */
async function renewProviderSession(
  deps: Deps,
  {
    sessionId,
    member,
    address,
    proof,
    planHash,
  }: Proved & {
    readonly sessionId: string
    readonly planHash: string | null
  },
): Promise<{ readonly bearer: string } | { readonly refusal: 'expired' | 'not_fresh' }> {
  if ((await sessionEnd(deps, sessionId)) === null) return { refusal: 'expired' }
  const bearer = await deps.bearers.create()
  const renewal = { at: deps.clock.now(), planHash, proof }
  if (!(await deps.sessions.renew(sessionId, hashToken(bearer), renewal))) return { refusal: 'not_fresh' }
  const sentence = message('audit.reauthenticated', { member: member.name, address })
  await deps.audit.append({ action: 'session.reauthenticated', actor: member.email, sentence })
  return { bearer }
}

/** Sessions that an identity provider opens. */
export function createProviderSessions(deps: Deps) {
  return {
    open: (request: Parameters<typeof openProviderSession>[1]) => openProviderSession(deps, request),
    renew: (request: Parameters<typeof renewProviderSession>[1]) => renewProviderSession(deps, request),
    knownDevice: async (bearer: string | null): Promise<string | null> => {
      if (bearer === null || !(await deps.bearers.isOwn(bearer))) return null
      const id = hashToken(bearer)
      return (await deps.devices.accountsOf(id, deps.clock.now() - deviceLifeMs)).length > 0 ? id : null
    },
  }
}
