import { createHash } from 'node:crypto'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { describeAccount } from './describe-account.ts'
import { passwordFits } from './password.ts'
import type { DeviceStore, GuessLedger, Member, MemberStore, SessionStore } from './ports.ts'
import type { RefusedSignIn } from './refused-sign-ins.ts'
import { deviceLifeMs, sessionLimit } from './session-life.ts'
import { limitHashing } from './sign-in-concurrency.ts'

export interface SignInDeps {
  readonly sessions: SessionStore
  readonly members: MemberStore
  readonly devices: DeviceStore
  readonly guesses: GuessLedger
  readonly audit: AuditLog
  /** Records a sign-in that the rate limit refused. */
  readonly onRefusedSignIn: (refused: RefusedSignIn) => Promise<void>
  readonly clock: Clock
  /** App-made id that identifies a session to its member. */
  readonly newId: () => string
}
type OpenDeps = Pick<SignInDeps, 'sessions' | 'devices' | 'audit' | 'clock' | 'newId'>
export type Credentials = { readonly token: string } | { readonly email: string; readonly password: string }

export interface SignInRequest {
  readonly credentials: Credentials
  readonly previousSessionId: string | null
  /** The bearer of the device's cookie, if it has one. */
  readonly device: string | null
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

async function fail(deps: SignInDeps, sentence: Message, detail: Message): Promise<never> {
  await deps.audit.append({
    action: 'session.sign_in_failed',
    actor: 'Muster',
    sentence,
    outcome: 'failed',
  })
  throw new ProblemError('sign_in_failed', detail)
}

async function byLink(deps: SignInDeps, token: string, address: string): Promise<Member> {
  const member = await deps.members.takeLink(hashToken(token), deps.clock.now())
  if (member !== null) return member
  return await fail(deps, message('audit.link_failed', { address }), message('problem.link_not_valid'))
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

interface PasswordAttempt {
  readonly email: string
  readonly password: string
  readonly address: string
  /** The device, if it signed in to this account before: wrong attempts of others do not count against it. */
  readonly knownDevice: string | null
}

async function byPassword(deps: SignInDeps, attempt: PasswordAttempt): Promise<Member> {
  const { email, password, address, knownDevice } = attempt
  const account = email.toLowerCase()
  const bucket = digestOf(knownDevice === null ? account : `device ${hashToken(knownDevice)} ${account}`)
  const check = async () => {
    const wait = await deps.guesses.reserve(bucket, deps.clock.now())
    if (wait !== null) {
      const seconds = Math.ceil(wait / 1000)
      throw new ProblemError('too_many_requests', message('problem.too_many_attempts', { seconds: seconds }), {
        retryAfterSeconds: seconds,
      })
    }
    const member = await deps.members.byEmail(email)
    const fits = await passwordFits(password, member?.passwordHash ?? null)
    if (member === null || !fits) {
      const sentence = message('audit.password_failed', { account: describeAccount(email), address })
      return await fail(deps, sentence, message('problem.wrong_password'))
    }
    await deps.guesses.clear(bucket)
    return member
  }
  return await limitHashing(check, { known: knownDevice !== null }).catch(async (error: unknown) => {
    if (error instanceof ProblemError && error.code === 'too_many_requests')
      await deps.onRefusedSignIn({ email, address })
    throw error
  })
}

const accountsOnDevice = async ({ devices, clock }: OpenDeps, device: string | null) =>
  device === null ? [] : await devices.accountsOf(hashToken(device), clock.now() - deviceLifeMs)

/** Signs a member in: always with a new session; the browser's previous one ends. The browser becomes a known device. */
export async function signIn(deps: SignInDeps, request: SignInRequest): Promise<SignedIn> {
  const { credentials, address } = request
  const given = request.device
  const accounts = await accountsOnDevice(deps, given)
  const member =
    'token' in credentials
      ? await byLink(deps, credentials.token, address)
      : await byPassword(deps, {
          email: credentials.email.trim(),
          password: credentials.password,
          address,
          knownDevice: accounts.includes(credentials.email.trim().toLowerCase()) ? given : null,
        })
  const means = 'token' in credentials ? 'audit.signed_in_by_link' : 'audit.signed_in_by_password'
  return await openSession(deps, request, { member, means })
}

/** Opens a session for a member who proved who they are. The browser's previous session ends. */
export async function openSession(
  deps: OpenDeps,
  { device: given, previousSessionId, agent, address }: Omit<SignInRequest, 'credentials'>,
  { member, means }: { member: Member; means: 'audit.signed_in_by_link' | 'audit.signed_in_by_password' },
): Promise<SignedIn> {
  const bearer = newToken()
  // A cookie from another origin is never adopted.
  const device = given !== null && (await accountsOnDevice(deps, given)).length > 0 ? given : newToken()
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
