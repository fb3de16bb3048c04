import { createHash } from 'node:crypto'
import type { Assertion } from '@muster/contracts/values'
import { deviceLifeMs, sessionLimit } from '@muster/core/policy/session-life'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Bearers } from '../../http/session/bearers.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { describeAccount } from './describe-account.ts'
import { checkCode } from './factors/manage-factors.ts'
import { memberOfPasskey, type PasskeyDeps } from './factors/passkeys.ts'
import type { FactorStore, Sealing } from './factors-ports.ts'
import { hashPassword, isWeakHash, passwordFits } from './password.ts'
import type { DeviceStore, GuessLedger, Member, MemberStore, SessionStore } from './ports.ts'
import type { RefusedSignIn } from './refused-sign-ins.ts'
import { limitHashing } from './sign-in-concurrency.ts'

export interface SignInDeps extends PasskeyDeps {
  readonly sessions: SessionStore
  readonly members: MemberStore
  readonly devices: DeviceStore
  readonly bearers: Bearers
  readonly guesses: GuessLedger
  readonly factors: FactorStore
  readonly sealing: Sealing | null
  readonly audit: AuditLog
  /** Records a sign-in that the rate limit refused. */
  readonly onRefusedSignIn: (refused: RefusedSignIn) => Promise<void>
  readonly clock: Clock
  /** App-made id that identifies a session to its member. */
  readonly newId: () => string
}
type OpenDeps = Pick<SignInDeps, 'sessions' | 'devices' | 'bearers' | 'audit' | 'clock' | 'newId'>
export type Credentials =
  | { readonly token: string }
  | { readonly passkey: Assertion }
  | {
      readonly email: string
      readonly password: string
      readonly code?: string | undefined
      readonly passkey?: Assertion | undefined
    }

export interface SignInRequest {
  readonly credentials: Credentials
  readonly previousSessionId: string | null
  /** The bearer of the device's cookie, if it has one. */
  readonly device: string | null
  /** The bearer of the cookie that came with a challenge for a passkey, if there is one. */
  readonly browser: string | null
  readonly agent: string
  /** Address of the client. */
  readonly address: string
}

export interface SignedIn {
  readonly bearer: string
  readonly member: Member
  /** The new bearer of the device's cookie. */
  readonly device: string
}

export async function failSignIn(deps: SignInDeps, sentence: Message, detail: Message): Promise<never> {
  await deps.audit.append({
    action: 'session.sign_in_failed',
    actor: 'Muster',
    sentence,
    outcome: 'failed',
  })
  throw new ProblemError('sign_in_failed', detail)
}

/** The member of a sign-in link, in this browser. */
export async function linkCheck(
  deps: SignInDeps,
  { token, address, device }: { readonly token: string; readonly address: string; readonly device: string },
): Promise<Member> {
  const use = { now: deps.clock.now(), deviceId: hashToken(device) }
  const member = await deps.members.takeLink(hashToken(token), use)
  if (member !== null) return member
  return await failSignIn(deps, message('audit.link_failed', { address }), message('problem.link_not_valid'))
}

/** The member of a passkey that was used in this browser. */
export async function passkeyCheck(
  deps: SignInDeps,
  {
    passkey,
    browser,
    address,
  }: { readonly passkey: Assertion; readonly browser: string | null; readonly address: string },
): Promise<Member> {
  const member = browser === null ? null : await memberOfPasskey(deps, browser, passkey)
  if (member !== null) return member
  return await failSignIn(deps, message('audit.passkey_failed', { address }), message('problem.passkey_not_valid'))
}

/** JSON separates the parts, so no text that a stranger enters as an account names the bucket of another kind. */
const digestOf = (...parts: readonly (string | null)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

interface PasswordAttempt {
  readonly email: string
  readonly password: string
  readonly address: string
  /** The bearer of the device's cookie, if it has one. */
  readonly device: string | null
}

/** The bucket of wrong attempts on an account. A known device has its own, so attempts of others do not count against it. */
async function bucketOf(
  deps: SignInDeps,
  what: 'password' | 'code',
  { email, device }: { email: string; device: string | null },
) {
  const account = email.toLowerCase()
  const isKnown = device !== null && (await accountsOnDevice(deps, device)).includes(account)
  return { id: digestOf(what, isKnown ? hashToken(device) : null, account), isKnown }
}

async function reserveAttempt({ guesses, clock }: SignInDeps, bucket: string): Promise<void> {
  const wait = await guesses.reserve(bucket, clock.now())
  if (wait === null) return
  const seconds = Math.ceil(wait / 1000)
  throw new ProblemError('too_many_requests', message('problem.too_many_attempts', { seconds }), {
    retryAfterSeconds: seconds,
  })
}

/** Hashes a passphrase again whose hash is of weaker parameters: only now is it known. */
async function strengthen(
  { members }: SignInDeps,
  { id, passwordHash }: { readonly id: string; readonly passwordHash: string | null },
  password: string,
): Promise<void> {
  if (passwordHash === null || !isWeakHash(passwordHash)) return
  await members.replaceHash(id, { from: passwordHash, to: await hashPassword(password) })
}

/** The member with this passphrase. Wrong ones cause a wait. */
export async function passwordCheck(deps: SignInDeps, attempt: PasswordAttempt): Promise<Member> {
  const { email, password, address } = attempt
  const { id: bucket, isKnown } = await bucketOf(deps, 'password', attempt)
  const check = async () => {
    await reserveAttempt(deps, bucket)
    const member = await deps.members.byEmail(email)
    const fits = await passwordFits(password, member?.passwordHash ?? null)
    if (member === null || !fits) {
      const sentence = message('audit.password_failed', { account: describeAccount(email), address })
      return await failSignIn(deps, sentence, message('problem.wrong_password'))
    }
    await deps.guesses.clear(bucket)
    await strengthen(deps, member, password)
    return member
  }
  return await limitHashing(check, { known: isKnown }).catch(async (error: unknown) => {
    if (error instanceof ProblemError && error.code === 'too_many_requests')
      await deps.onRefusedSignIn({ email, address })
    throw error
  })
}

interface SecondFactor {
  readonly member: Member
  readonly code: string | undefined
  readonly passkey: Assertion | undefined
  readonly address: string
  readonly device: string | null
  readonly browser: string | null
}

/** Requires a code or a passkey where the member has an authenticator app or a passkey. Wrong codes cause a wait of their own. */
export async function checkSecondFactor(
  deps: SignInDeps,
  { member, code, passkey, address, device, browser }: SecondFactor,
): Promise<void> {
  if (passkey !== undefined) return await requireOwnPasskey(deps, { member, passkey, address, browser })
  const bucket = (await bucketOf(deps, 'code', { email: member.email, device })).id
  if (code !== undefined) await reserveAttempt(deps, bucket)
  const result = await checkCode(deps, member.id, code)
  if (result === 'missing') throw new ProblemError('second_factor_required', message('problem.code_required'))
  if (result === 'wrong')
    await failSignIn(
      deps,
      message('audit.code_failed', { account: describeAccount(member.email), address }),
      message('problem.wrong_code'),
    )
  if (code !== undefined) await deps.guesses.clear(bucket)
}

async function requireOwnPasskey(
  deps: SignInDeps,
  { member, ...used }: { member: Member; passkey: Assertion; address: string; browser: string | null },
): Promise<void> {
  const owner = await passkeyCheck(deps, used)
  if (owner.id === member.id) return
  const { address } = used
  await failSignIn(deps, message('audit.passkey_failed', { address }), message('problem.passkey_not_valid'))
}

async function byPassword(
  deps: SignInDeps,
  { email, password, code, passkey }: Extract<Credentials, { email: string }>,
  client: { readonly address: string; readonly device: string | null; readonly browser: string | null },
): Promise<Member> {
  const member = await passwordCheck(deps, { email: email.trim(), password, ...client })
  await checkSecondFactor(deps, { member, code, passkey, ...client })
  return member
}

const accountsOnDevice = async ({ devices, clock }: OpenDeps, device: string | null) =>
  device === null ? [] : await devices.accountsOf(hashToken(device), clock.now() - deviceLifeMs)

/** Signs a member in: always with a new session; the browser's previous one ends. The browser becomes a known device. */
export async function signIn(deps: SignInDeps, request: SignInRequest): Promise<SignedIn> {
  const device = await adoptDevice(deps, request.device)
  return await openSession(deps, { ...request, device }, await proveMember(deps, request, device))
}

interface Proved {
  readonly member: Member
  readonly means:
    | 'audit.signed_in_by_link'
    | 'audit.signed_in_by_password'
    | 'audit.signed_in_by_passkey'
    | 'audit.signed_in_by_break_glass'
}

async function proveMember(
  deps: SignInDeps,
  { credentials, address, browser, device: known }: SignInRequest,
  device: string,
): Promise<Proved> {
  if ('token' in credentials) {
    const member = await linkCheck(deps, { token: credentials.token, address, device })
    return { member, means: 'audit.signed_in_by_link' }
  }
  if ('password' in credentials) {
    const member = await byPassword(deps, credentials, { address, device: known, browser })
    return { member, means: 'audit.signed_in_by_password' }
  }
  const member = await passkeyCheck(deps, { passkey: credentials.passkey, browser, address })
  return { member, means: 'audit.signed_in_by_passkey' }
}

/** The bearer of the browser's cookie if Muster knows it, else a new one. A cookie from another origin is never adopted. */
export async function adoptDevice(deps: OpenDeps, given: string | null): Promise<string> {
  const isKnown =
    given !== null && (await deps.bearers.isOwn(given)) && (await accountsOnDevice(deps, given)).length > 0
  return isKnown ? given : await deps.bearers.create()
}

/** Opens a session for a member who proved who they are. The browser's previous session ends. */
export async function openSession(
  deps: OpenDeps,
  {
    device,
    previousSessionId,
    agent,
    address,
  }: Omit<SignInRequest, 'credentials' | 'device' | 'browser'> & { readonly device: string },
  { member, means }: Proved,
): Promise<SignedIn> {
  const bearer = await deps.bearers.create()
  if (previousSessionId !== null) await deps.sessions.remove(previousSessionId)
  const at = deps.clock.now()
  const session = { id: hashToken(bearer), ref: deps.newId(), agent, memberId: member.id, at }
  await deps.sessions.add(session, sessionLimit)
  await deps.devices.remember({ id: hashToken(device), memberId: member.id, at })
  await deps.audit.append({
    action: 'session.signed_in',
    actor: member.email,
    sentence: message(means, { member: member.name, address }),
  })
  return { bearer, member, device }
}
