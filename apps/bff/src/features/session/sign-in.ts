import { createHash } from 'node:crypto'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { describeAccount } from './describe-account.ts'
import { deviceLifeMs, sessionLimit } from './find-session.ts'
import { passwordFits } from './password.ts'
import type { DeviceStore, GuessLedger, Member, MemberStore, SessionStore } from './ports.ts'
import type { RefusedSignIn } from './refused-sign-ins.ts'
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

async function fail(deps: SignInDeps, sentence: string, detail: string): Promise<never> {
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
  return await fail(
    deps,
    `A sign-in from ${address} failed: the sign-in link is not valid`,
    'This link was used, has expired or belongs to an earlier start of Muster. Create another with `npm run sign-in-link`.',
  )
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
      throw new ProblemError('too_many_requests', `Too many attempts on this account. Try again in ${seconds} s.`, {
        retryAfterSeconds: seconds,
      })
    }
    const member = await deps.members.byEmail(email)
    const fits = await passwordFits(password, member?.passwordHash ?? null)
    if (member === null || !fits) {
      const sentence = `A sign-in as ${describeAccount(email)} from ${address} failed: wrong email or password`
      return await fail(deps, sentence, 'The email or the password is wrong.')
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

/** Signs a member in: always with a new session; the browser's previous one ends. The browser becomes a known device. */
export async function signIn(deps: SignInDeps, request: SignInRequest): Promise<SignedIn> {
  const { credentials, previousSessionId, agent, address } = request
  const given = request.device
  const usedAfter = deps.clock.now() - deviceLifeMs
  const accounts = given === null ? [] : await deps.devices.accountsOf(hashToken(given), usedAfter)
  const member =
    'token' in credentials
      ? await byLink(deps, credentials.token, address)
      : await byPassword(deps, {
          email: credentials.email.trim(),
          password: credentials.password,
          address,
          knownDevice: accounts.includes(credentials.email.trim().toLowerCase()) ? given : null,
        })
  const bearer = newToken()
  // A cookie from another origin is never adopted.
  const device = given !== null && accounts.length > 0 ? given : newToken()
  if (previousSessionId !== null) await deps.sessions.remove(previousSessionId)
  const at = deps.clock.now()
  const session = { id: hashToken(bearer), ref: deps.newId(), agent, memberId: member.id, at }
  await deps.sessions.add(session, sessionLimit)
  await deps.devices.remember({ id: hashToken(device), memberId: member.id, at })
  const means = 'token' in credentials ? 'with a one-time link' : 'with a password'
  await deps.audit.append({
    action: 'session.signed_in',
    actor: member.email,
    sentence: `${member.name} signed in ${means} from ${address}`,
  })
  return { bearer, member, device }
}
