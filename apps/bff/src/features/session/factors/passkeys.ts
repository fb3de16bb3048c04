import { randomBytes } from 'node:crypto'
import type { Assertion } from '@muster/contracts/values'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { hashToken } from '../../../http/session/session-cookie.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ChallengePurpose, PasskeyStore, RelyingParty, StoredPasskey } from '../passkeys-ports.ts'
import type { Member } from '../ports.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'

export interface PasskeyDeps {
  readonly passkeys: PasskeyStore
  /** Null: the public URL has no domain. */
  readonly relyingParty: () => RelyingParty | null
  readonly clock: Clock
  readonly newId: () => string
}

/** Loaded with the first passkey: few starts need it. */
const library = () => import('@simplewebauthn/server')

const challengeLifeMs = 5 * 60_000
/** Maximum passkeys of a member. */
const mostPasskeys = 10
const challengeBytes = 32
/** EdDSA, ES256 and RS256, which all authenticators have one of. */
const algorithms = [-8, -7, -257] as const

function partyOf({ relyingParty }: PasskeyDeps): RelyingParty {
  const party = relyingParty()
  if (party === null) throw new ProblemError('conflict', message('problem.passkeys_need_domain'))
  return party
}

/** Creates a challenge that `holder`, a browser or a session, can use once. */
async function newChallenge(deps: PasskeyDeps, purpose: ChallengePurpose, holder: string): Promise<Buffer> {
  const challenge = randomBytes(challengeBytes)
  const expiresAt = deps.clock.now() + challengeLifeMs
  const id = hashToken(challenge.toString('base64url'))
  await deps.passkeys.addChallenge({ id, purpose, holder: hashToken(holder), expiresAt })
  return challenge
}

const takesChallenge = (deps: PasskeyDeps, purpose: ChallengePurpose, holder: string) => (challenge: string) =>
  deps.passkeys.takeChallenge({ id: hashToken(challenge), purpose, holder: hashToken(holder), now: deps.clock.now() })

const described = ({ credentialId, transports }: StoredPasskey) => ({
  id: credentialId,
  type: 'public-key' as const,
  transports: [...transports],
})

/** What a browser needs to use a passkey. A signed-in member is offered their own ones only. */
export async function challengeToUse(deps: PasskeyDeps, browser: string, memberId: string | null) {
  const { id: rpId } = partyOf(deps)
  const challenge = await newChallenge(deps, 'use', browser)
  const own = memberId === null ? [] : await deps.passkeys.ofMember(memberId)
  return {
    challenge: challenge.toString('base64url'),
    timeout: challengeLifeMs,
    rpId,
    allowCredentials: own.map(described),
    userVerification: 'required' as const,
  }
}

/** What a browser needs to create a passkey for the member of this session. */
export async function challengeToAdd(deps: PasskeyDeps, actor: Actor, sessionId: string) {
  const party = partyOf(deps)
  const own = await deps.passkeys.ofMember(actor.memberId)
  if (own.length >= mostPasskeys)
    throw new ProblemError('conflict', message('problem.too_many_passkeys', { most: mostPasskeys }))
  const challenge = await newChallenge(deps, 'add', sessionId)
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName: 'Muster',
    rpID: party.id,
    userID: new TextEncoder().encode(actor.memberId),
    userName: actor.email,
    userDisplayName: actor.name,
    challenge: new Uint8Array(challenge),
    timeout: challengeLifeMs,
    attestationType: 'none',
    supportedAlgorithmIDs: [...algorithms],
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { ...options, excludeCredentials: own.map(described) }
}

export interface CreatedPasskey {
  readonly name: string
  readonly id: string
  readonly clientDataJSON: string
  readonly attestationObject: string
  readonly transports?: readonly string[] | undefined
}

/** Adds a passkey that answers a challenge of this session. The first factor brings recovery codes, if `hasPassphrase`. */
export async function addPasskey(
  deps: PasskeyDeps,
  {
    actor,
    sessionId,
    created,
    hasPassphrase,
  }: { actor: Actor; sessionId: string; created: CreatedPasskey; hasPassphrase: boolean },
): Promise<{ readonly passkey: StoredPasskey; readonly recoveryCodes: readonly string[] }> {
  const { credential, synced } = await verifyCreated(deps, sessionId, created)
  const passkey: StoredPasskey = {
    id: deps.newId(),
    credentialId: credential.id,
    name: created.name,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: [...(created.transports ?? [])],
    synced,
    addedAt: deps.clock.now(),
    lastUsedAt: null,
  }
  const codes = hasPassphrase ? newRecoveryCodes() : []
  const sentence = message('audit.passkey_added', { member: actor.name, passkey: created.name })
  const audit = { action: 'factor.added', actor: actor.email, sentence } as const
  const row = { ...passkey, memberId: actor.memberId }
  const added = await deps.passkeys.add(row, { limit: mostPasskeys, codes: codes.map(hashRecoveryCode) }, audit)
  if (added === 'refused') throw new ProblemError('conflict', message('problem.passkey_exists'))
  return { passkey, recoveryCodes: added === 'added_with_codes' ? codes : [] }
}

async function verifyCreated(deps: PasskeyDeps, sessionId: string, created: CreatedPasskey) {
  const party = partyOf(deps)
  const { id, clientDataJSON, attestationObject } = created
  const verify = async () => {
    refuseFrames(clientDataJSON)
    const { verifyRegistrationResponse } = await library()
    return await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: takesChallenge(deps, 'add', sessionId),
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    })
  }
  const { registrationInfo } = await verify().catch(() => ({ registrationInfo: undefined }))
  if (registrationInfo === undefined) throw new ProblemError('sign_in_failed', message('problem.passkey_not_added'))
  return { credential: registrationInfo.credential, synced: registrationInfo.credentialBackedUp }
}

/** The library accepts a response from a frame of another site if the browser does not name that site. */
function refuseFrames(clientDataJSON: string): void {
  const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null || Reflect.get(parsed, 'crossOrigin') === true)
    throw new Error('a passkey was used in a frame')
}

export async function removePasskey(deps: PasskeyDeps, actor: Actor, id: string): Promise<void> {
  const removed = await deps.passkeys.remove({ id, memberId: actor.memberId, at: deps.clock.now() }, (name) => ({
    action: 'factor.removed',
    actor: actor.email,
    sentence: message('audit.passkey_removed', { member: actor.name, passkey: name }),
  }))
  if (!removed) throw new ProblemError('not_found', message('problem.no_passkey'))
}

/**
 * The member who used a passkey in this browser; null if the response proves nothing. Signature, origin, domain, challenge and
 * the verification of its user are checked; a counter that does not rise is refused.
 */
export async function memberOfPasskey(
  deps: PasskeyDeps,
  browser: string,
  assertion: Assertion,
): Promise<Member | null> {
  const party = partyOf(deps)
  const found = await deps.passkeys.find(assertion.id)
  if (found === null) return null
  const { passkey, member } = found
  const { id, userHandle, ...response } = assertion
  if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString('utf8') !== member.id) return null
  const verify = async () => {
    refuseFrames(response.clientDataJSON)
    const { verifyAuthenticationResponse } = await library()
    return await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} },
      expectedChallenge: takesChallenge(deps, 'use', browser),
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    })
  }
  const verified = await verify().catch(() => null)
  if (verified?.verified !== true) return null
  const use = { counter: verified.authenticationInfo.newCounter, at: deps.clock.now() }
  return (await deps.passkeys.markUsed(passkey.id, use)) ? member : null
}
