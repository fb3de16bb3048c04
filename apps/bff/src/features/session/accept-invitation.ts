import { message } from '@muster/wording/message'
import { hashToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { hashPassword } from './password.ts'
import { passwordWeakness } from './password-weakness.ts'
import type { InvitationStore } from './ports.ts'
import { adoptDevice, openSession, type SignedIn, type SignInDeps, type SignInRequest } from './sign-in.ts'
import { limitHashing } from './sign-in-concurrency.ts'

export interface InvitationDeps extends SignInDeps {
  readonly invitations: InvitationStore
}

const notValid = () => new ProblemError('sign_in_failed', message('problem.invitation_not_valid'))

/** The member of an invitation. */
export async function readInvitation({ invitations, clock }: InvitationDeps, token: string) {
  const invited = await invitations.find(hashToken(token), clock.now())
  if (invited === null) throw notValid()
  return invited
}

/** Sets the passphrase of an invited member and signs them in. The link works once. */
export async function acceptInvitation(
  deps: InvitationDeps,
  request: Omit<SignInRequest, 'credentials' | 'browser'> & { readonly token: string; readonly password: string },
): Promise<SignedIn> {
  const { token, password, address } = request
  const { email } = await readInvitation(deps, token)
  const weakness = passwordWeakness(password, email)
  if (weakness !== null) throw new ProblemError('invalid_request', message('problem.passphrase', { weakness }))
  const passwordHash = await limitHashing(() => hashPassword(password), { known: false })
  const member = await deps.invitations.accept(hashToken(token), { passwordHash, at: deps.clock.now(), address })
  if (member === null) throw notValid()
  const device = await adoptDevice(deps, request.device)
  return await openSession(deps, { ...request, device }, { member, means: 'audit.signed_in_by_password' })
}
