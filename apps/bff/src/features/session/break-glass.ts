import { randomBytes } from 'node:crypto'
import type { BreakGlassState } from '@muster/contracts/break-glass/break-glass'
import { may } from '@muster/core/permission'
import { breakGlassPermissions } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import { type Actor, refuseBreakGlass } from '../../http/session/actor.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import { lacksPermission, ProblemError } from '../../problem-error.ts'
import type { BreakGlassStore } from './breakglass-ports.ts'
import { base32, totpUri } from './factors/totp.ts'
import type { Member } from './ports.ts'
import {
  adoptDevice,
  checkSecondFactor,
  failSignIn,
  openSession,
  type SignedIn,
  type SignInDeps,
  type SignInRequest,
} from './sign-in.ts'

export interface BreakGlassDeps extends SignInDeps {
  readonly breakGlass: BreakGlassStore
}

const keyBytes = 20
const secretBytes = 32

/** The credential in groups of five, as it is written down. */
const grouped = (text: string) => text.match(/.{1,5}/g)?.join('-') ?? text
const hashOf = (secret: string) => hashToken(secret.replaceAll(/[^A-Za-z2-7]/g, '').toUpperCase())

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

export async function readBreakGlass({ breakGlass }: BreakGlassDeps): Promise<BreakGlassState> {
  const state = await breakGlass.state()
  if (state === null) return { state: 'none', madeAt: null, usedAt: null, usedFrom: null }
  const { armedAt, usedAt, usedFrom, madeAt } = state
  const current = usedAt !== null ? 'used' : armedAt === null ? 'made' : 'armed'
  return { state: current, madeAt: iso(madeAt), usedAt: iso(usedAt), usedFrom }
}

/** Only a member with each of its permissions manages it: its credential grants them. */
function refuseAbove(actor: Actor): void {
  const lacked = breakGlassPermissions().find((one) => !may(actor, one))
  if (lacked !== undefined) throw lacksPermission(lacked)
}

/** Makes another credential and key; the earlier ones end. Both are returned once. */
export async function makeBreakGlass(deps: BreakGlassDeps, actor: Actor) {
  refuseAbove(refuseBreakGlass(actor))
  if (deps.sealing === null) throw new ProblemError('conflict', message('problem.no_sealing_key'))
  const [secret, key, memberId] = [base32(randomBytes(secretBytes)), randomBytes(keyBytes), deps.newId()]
  const made = {
    memberId,
    secretHash: hashOf(secret),
    sealedKey: deps.sealing.seal(key, memberId),
    by: actor.email,
    at: deps.clock.now(),
  }
  const sentence = message('audit.break_glass_made', { actor: actor.email })
  await deps.breakGlass.replace(made, { action: 'break_glass.made', actor: actor.email, sentence })
  return { secret: grouped(secret), key: base32(key), uri: totpUri(key, 'break-glass') }
}

const refuse = (deps: BreakGlassDeps, address: string) =>
  failSignIn(deps, message('audit.break_glass_failed', { address }), message('problem.break_glass_not_valid'))

interface CredentialWithCode {
  readonly secret: string
  readonly code: string
  readonly address: string
}

/** The account, if the credential and a code of the app are right. Wrong codes cause a wait; credentials cannot be guessed. */
async function proved(deps: BreakGlassDeps, { secret, code, address }: CredentialWithCode): Promise<Member> {
  const member = await deps.breakGlass.memberOf(hashOf(secret))
  if (member === null) return await refuse(deps, address)
  await checkSecondFactor(deps, { member, code, passkey: undefined, address, device: null, browser: null })
  return member
}

/** Arms the account, once its owner proved that they kept the credential and the app. */
export async function armBreakGlass(deps: BreakGlassDeps, actor: Actor, proof: CredentialWithCode): Promise<void> {
  refuseAbove(refuseBreakGlass(actor))
  const member = await proved(deps, proof)
  await deps.breakGlass.arm(member.id, deps.clock.now())
}

/** Signs in with the credential, which then signs in no more. Raises the alarm in the transaction that uses it up. */
export async function signInWithBreakGlass(
  deps: BreakGlassDeps,
  request: Omit<SignInRequest, 'credentials' | 'browser'> & CredentialWithCode,
): Promise<SignedIn> {
  const member = await proved(deps, request)
  const { address } = request
  const sentence = message('audit.break_glass_used', { address })
  const audit = { action: 'break_glass.used', actor: member.email, sentence } as const
  const isUsed = await deps.breakGlass.use(member.id, { at: deps.clock.now(), from: address }, audit)
  if (!isUsed) return await refuse(deps, address)
  const device = await adoptDevice(deps, request.device)
  return await openSession(deps, { ...request, device }, { member, means: 'audit.signed_in_by_break_glass' })
}

/** Proves again who uses the account, with the same credential and another code. */
export async function proveBreakGlass(deps: BreakGlassDeps, actor: Actor, proof: CredentialWithCode): Promise<void> {
  const member = await proved(deps, proof)
  if (member.id !== actor.memberId) throw new ProblemError('sign_in_failed', message('problem.break_glass_not_valid'))
}

export async function removeBreakGlass({ breakGlass, clock }: BreakGlassDeps, actor: Actor): Promise<void> {
  refuseAbove(actor)
  const sentence = message('audit.break_glass_removed', { actor: actor.email })
  const removed = await breakGlass.remove(clock.now(), { action: 'break_glass.removed', actor: actor.email, sentence })
  if (!removed) throw new ProblemError('not_found', message('problem.no_break_glass'))
}
