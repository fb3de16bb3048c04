import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { ProblemError } from '../../http/problem-error.ts'
import { hashToken, newToken } from '../../http/session-cookie.ts'
import { sessionLimit } from './find-session.ts'
import { passwordFits } from './password.ts'
import type { GuessLedger, Member, MemberStore, SessionAudit, SessionStore } from './ports.ts'

export interface SignInDeps {
  readonly sessions: SessionStore
  readonly members: MemberStore
  readonly guesses: GuessLedger
  readonly audit: SessionAudit
  readonly clock: Clock
  /** App-made: names a session to its owner. */
  readonly newId: () => string
}
export type Credentials = { readonly token: string } | { readonly email: string; readonly password: string }

async function fail(deps: SignInDeps, sentence: string, detail: string): Promise<never> {
  await deps.audit.append({
    action: 'session.sign_in_failed',
    actor: 'Muster',
    subject: null,
    sentence,
    outcome: 'failed',
    jobId: null,
  })
  throw new ProblemError('sign_in_failed', detail)
}

async function byLink(deps: SignInDeps, token: string): Promise<Member> {
  const member = await deps.members.takeLink(hashToken(token), deps.clock.now())
  if (member !== null) return member
  return await fail(
    deps,
    'Somebody tried a sign-in link that is not valid',
    'This link was used already or is over. Each start of the desk prints a fresh one in its terminal.',
  )
}

async function byPassword(deps: SignInDeps, email: string, password: string): Promise<Member> {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('hex')
  const wait = await deps.guesses.reserve(account, deps.clock.now())
  if (wait !== null) {
    const seconds = Math.ceil(wait / 1000)
    throw new ProblemError('too_many_requests', `Too many attempts on this account. Try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    })
  }
  const member = await deps.members.byEmail(email.trim())
  const fits = await passwordFits(password, member?.passwordHash ?? null)
  if (member === null || !fits)
    return await fail(deps, 'Somebody gave a wrong e-mail or password', 'The e-mail or the password is wrong.')
  await deps.guesses.clear(account)
  return member
}

/** Signs a person in: always a new session; the one the browser had before is ended. Answers the new bearer. */
export async function signIn(
  deps: SignInDeps,
  {
    credentials,
    previousSessionId,
    agent,
  }: { credentials: Credentials; previousSessionId: string | null; agent: string },
): Promise<{ bearer: string; member: Member }> {
  const member =
    'token' in credentials
      ? await byLink(deps, credentials.token)
      : await byPassword(deps, credentials.email, credentials.password)
  const bearer = newToken()
  if (previousSessionId !== null) await deps.sessions.remove(previousSessionId)
  const id = hashToken(bearer)
  const session = { id, ref: deps.newId(), agent, memberId: member.id, at: deps.clock.now() }
  await deps.sessions.add(session, sessionLimit)
  await deps.audit.append({
    action: 'session.signed_in',
    actor: member.email,
    subject: null,
    sentence: `${member.name} signed in ${'token' in credentials ? 'with a one-time link' : 'with a password'}`,
    outcome: null,
    jobId: null,
  })
  return { bearer, member }
}
