import { message } from '@muster/wording/message'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import { hashPassword, passwordFits } from '../password.ts'
import { passwordWeakness } from '../password-weakness.ts'
import { limitHashing } from '../sign-in-concurrency.ts'
import { factorsOf, type PassphraseDeps } from './manage-factors.ts'

interface Request {
  readonly password: string
  /** The stored ID of the session, which stays. */
  readonly sessionId: string
  /** The stored ID of the browser, which stays remembered; null if it is not. */
  readonly deviceId: string | null
  readonly address: string
}

/** Replaces the own passphrase, and ends what the earlier one opened elsewhere. The route requires a fresh proof. */
export async function changePassphrase(
  deps: PassphraseDeps,
  { memberId, email, name }: Actor,
  { password, sessionId, deviceId, address }: Request,
): Promise<void> {
  const { passwordHash: earlier } = await factorsOf(deps, memberId)
  if (earlier === null) throw new ProblemError('conflict', message('problem.no_passphrase'))
  if (deps.isAdministrator(email)) throw new ProblemError('conflict', message('problem.passphrase_in_configuration'))
  const weakness = passwordWeakness(password, email)
  if (weakness !== null) throw new ProblemError('invalid_request', message('problem.passphrase', { weakness }))
  if (await limitHashing(() => passwordFits(password, earlier), { known: true }))
    throw new ProblemError('invalid_request', message('problem.passphrase', { weakness: message('passphrase.same') }))
  const passwordHash = await limitHashing(() => hashPassword(password), { known: true })
  const ended = await deps.factors.changePassphrase(memberId, {
    passwordHash,
    replaces: earlier,
    at: deps.clock.now(),
    sessionId,
    deviceId,
    audit: (sessions) => ({
      action: 'passphrase.changed',
      actor: email,
      sentence: message('audit.passphrase_changed', { member: name, address, sessions }),
    }),
  })
  if (ended === null) throw new ProblemError('conflict', message('problem.passphrase_changed'))
}
