import type { Assertion } from '@muster/contracts/values'
import { message } from '@muster/wording/message'
import type { Actor } from '../../http/session/actor.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { type BreakGlassDeps, proveBreakGlass } from './break-glass.ts'
import { checkSecondFactor, linkCheck, passkeyCheck, passwordCheck } from './sign-in.ts'

export type Proof =
  | {
      readonly password: string
      readonly code?: string | undefined
      readonly passkey?: Assertion | undefined
    }
  | { readonly passkey: Assertion }
  | { readonly token: string }
  | { readonly breakGlass: string; readonly code: string }

interface Reauthentication {
  readonly actor: Actor
  readonly sessionId: string
  readonly proof: Proof
  readonly address: string
  readonly device: string | null
  /** The hash of the plan that the member proves it for; null if for none. */
  readonly planHash: string | null
  readonly browser: string | null
}

/** Proves again who the member of a session is. The session gets a new bearer, which this returns; the old one ends. */
export async function reauthenticate(deps: BreakGlassDeps, request: Reauthentication): Promise<string> {
  const { actor, sessionId, planHash } = request
  await prove(deps, request)
  const bearer = await deps.bearers.create()
  const renewed = await deps.sessions.renew(sessionId, hashToken(bearer), { at: deps.clock.now(), planHash })
  if (!renewed) throw new ProblemError('not_signed_in', message('problem.not_signed_in'))
  await deps.audit.append({
    action: 'session.reauthenticated',
    actor: actor.email,
    sentence: message('audit.reauthenticated', { member: actor.name, address: request.address }),
  })
  return bearer
}

async function prove(
  deps: BreakGlassDeps,
  { actor, proof, address, device, browser }: Reauthentication,
): Promise<void> {
  if ('breakGlass' in proof) {
    await proveBreakGlass(deps, actor, { secret: proof.breakGlass, code: proof.code, address })
  } else if ('token' in proof) {
    const member = await linkCheck(deps, { token: proof.token, address, device: device ?? newToken() })
    if (member.id !== actor.memberId) throw new ProblemError('sign_in_failed', message('problem.link_not_valid'))
  } else if ('password' in proof) {
    const attempt = { email: actor.email, password: proof.password, address, device }
    const member = await passwordCheck(deps, attempt)
    if (member.id !== actor.memberId) throw new Error('an address has two members')
    await checkSecondFactor(deps, { member, code: proof.code, passkey: proof.passkey, address, device, browser })
  } else {
    const member = await passkeyCheck(deps, { passkey: proof.passkey, browser, address })
    if (member.id !== actor.memberId) throw new ProblemError('sign_in_failed', message('problem.passkey_not_valid'))
  }
}
