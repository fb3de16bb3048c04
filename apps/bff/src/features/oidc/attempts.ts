import { randomBytes } from 'node:crypto'
import type { OidcRefusal } from '@muster/contracts/oidc'
import type { ProviderProof } from '@muster/core/policy/provider-proof'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../http/log.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { decideIdentity } from './decide-identity.ts'
import type { RoleRules } from './map-roles.ts'
import type { Attempt, IdentityProvider, OidcStore, ProvenIdentity, SessionOpener, SignedInMember } from './ports.ts'

export interface OidcDeps {
  readonly provider: IdentityProvider
  readonly store: OidcStore
  readonly sessions: SessionOpener
  readonly rules: RoleRules
  readonly audit: AuditLog
  readonly clock: Clock
  readonly log: Log
}

/** An attempt ends after ten minutes, as its cookie does. */
const attemptMs = 600_000

export interface Begun {
  readonly url: string
  readonly state: string
  /** Bearer of the cookie that ties the attempt to its browser. */
  readonly cookie: string
}

const startPath = '/users'

/** A path of Muster that a browser cannot read as another origin. */
export function safePath(to: string | undefined): string {
  if (to === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(to)) return startPath
  const url = URL.parse(to, 'https://muster.invalid')
  if (url === null || url.origin !== 'https://muster.invalid') return startPath
  const path = url.pathname + url.search + url.hash
  return /^\/(sign-in|api|scim)(\/|\?|#|$)/.test(path) || path.startsWith('//') ? startPath : path
}

/** Begins an attempt: nothing is stored if the provider does not respond. */
export async function beginAttempt(
  { provider, store, clock }: OidcDeps,
  request: Pick<Attempt, 'sessionId' | 'memberId' | 'deviceId' | 'planHash'> & { readonly to: string | undefined },
): Promise<Begun> {
  const secrets = { state: newToken(), nonce: newToken(), verifier: randomBytes(48).toString('base64url') }
  const cookie = newToken()
  const url = await provider.authorizationUrl({ ...secrets, fresh: request.memberId !== null })
  const createdAt = clock.now()
  const attempt = { ...request, ...secrets, id: hashToken(cookie), createdAt, to: safePath(request.to) }
  await store.addAttempt(attempt, createdAt - attemptMs)
  return { url, state: secrets.state, cookie }
}

interface Callback {
  readonly parameters: URLSearchParams
  /** Bearer of the browser's cookie for the state of the callback. */
  readonly cookie: string | null
  readonly address: string
  readonly userAgent: string | undefined
}

export type Finished =
  | { readonly ok: true; readonly to: string; readonly bearer: string; readonly device: string | null }
  | {
      readonly ok: false
      readonly refusal: OidcRefusal
      readonly isReauthentication: boolean
      /** Where a new attempt leads. */
      readonly to: string
    }

const refusalNames = (refusal: OidcRefusal) => message(`oidc.refusal_${refusal}`)

/** Refuses with an entry in the audit. Its account is what the provider proved, never a parameter of the request. */
async function refuse(
  { provider, audit, log }: OidcDeps,
  refusal: OidcRefusal,
  about: {
    readonly attempt: Attempt
    readonly address: string
    readonly account: string | null
    readonly detail: string
  },
): Promise<Finished> {
  const { attempt, address, account, detail } = about
  log.warn({ code: refusal, reason: detail }, 'A sign-in through the identity provider was refused')
  const facts = { provider: provider.name, address, reason: refusalNames(refusal) }
  await audit.append({
    action: 'session.sign_in_failed',
    actor: 'Muster',
    sentence:
      account === null ? message('audit.oidc_refused', facts) : message('audit.oidc_refused_as', { ...facts, account }),
    outcome: 'failed',
  })
  return { ok: false, refusal, isReauthentication: attempt.memberId !== null, to: attempt.to }
}

const proofOf = (
  { provider }: OidcDeps,
  { sid, factors, authenticatedAt, statedAt }: ProvenIdentity,
): ProviderProof => ({
  issuer: provider.issuer,
  sid,
  factors,
  // A provider that does not say when proved nothing lately.
  authenticatedAt: authenticatedAt ?? 0,
  statedAt: statedAt ?? 0,
})

/** The member of a proven identity, or why there is none. */
async function identify(
  { provider, store, rules, clock }: OidcDeps,
  identity: ProvenIdentity,
  { attempt, address }: { attempt: Attempt; address: string },
): Promise<{ readonly member: SignedInMember } | { readonly refusal: OidcRefusal }> {
  if (attempt.memberId !== null) {
    const member = await store.memberOf(provider.issuer, identity.subject)
    return member?.id === attempt.memberId ? { member } : { refusal: 'other_member' }
  }
  const { subject, verifiedEmail: email } = identity
  const context = { rules, provider: provider.name, address }
  return await store.identify({ issuer: provider.issuer, subject, email, at: clock.now() }, (facts) =>
    decideIdentity(identity, facts, context),
  )
}

/** Finishes the attempt of a callback: a session for its member, or the reason why not. An attempt works once. */
export async function finishAttempt(deps: OidcDeps, callback: Callback): Promise<Finished> {
  const { parameters, cookie, address, userAgent } = callback
  const createdAfter = deps.clock.now() - attemptMs
  const own = { id: hashToken(cookie ?? ''), state: parameters.get('state') ?? '', createdAfter }
  const attempt = cookie === null ? null : await deps.store.takeAttempt(own)
  // Anyone can send these, so they must not fill the audit.
  if (attempt === null) {
    deps.log.warn({ code: 'expired' }, 'A callback of the identity provider has no attempt of its browser')
    return { ok: false, refusal: 'expired', isReauthentication: false, to: startPath }
  }
  const about = { attempt, address }
  const fresh = attempt.memberId !== null
  const answer = await deps.provider.redeem(parameters, { ...attempt, fresh })
  if (!answer.ok) return await refuse(deps, answer.refusal, { ...about, account: null, detail: answer.detail })
  const { identity } = answer
  const found = await identify(deps, identity, about)
  const account = identity.email ?? identity.subject
  if ('refusal' in found) return await refuse(deps, found.refusal, { ...about, account, detail: 'member' })
  const opened = await open(deps, found.member, { identity, attempt, address, userAgent })
  if ('refusal' in opened) return await refuse(deps, opened.refusal, { ...about, account, detail: 'session' })
  return { ok: true, to: attempt.to, ...opened }
}

async function open(
  deps: OidcDeps,
  member: SignedInMember,
  about: {
    readonly identity: ProvenIdentity
    readonly attempt: Attempt
    readonly address: string
    readonly userAgent: string | undefined
  },
): Promise<{ readonly bearer: string; readonly device: string | null } | { readonly refusal: OidcRefusal }> {
  const { identity, attempt, address, userAgent } = about
  const common = { member, address, proof: proofOf(deps, identity), provider: deps.provider.name }
  if (attempt.memberId === null)
    return await deps.sessions.open({
      ...common,
      deviceId: attempt.deviceId,
      previousSessionId: attempt.sessionId,
      userAgent,
    })
  const renewed = await deps.sessions.renew({
    ...common,
    sessionId: attempt.sessionId ?? '',
    planHash: attempt.planHash,
  })
  return 'refusal' in renewed ? renewed : { ...renewed, device: null }
}
