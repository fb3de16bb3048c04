import { randomBytes } from 'node:crypto'
import type { Factors } from '@muster/contracts/factors'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { hashToken } from '../../../http/session/session-cookie.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { FactorStore, Sealing, StoredFactors } from '../factors-ports.ts'
import { base32, totpStep, totpUri } from './totp.ts'

export interface FactorDeps {
  readonly factors: FactorStore
  /** Null: no key to seal with. */
  readonly sealing: Sealing | null
  readonly clock: Clock
}

/** SHA-1's block suits a key of 160 bits, as RFC 4226 recommends. */
const keyBytes = 20
const recoveryCodeCount = 10

/** Ten codes of 80 bits. Dashes and case do not matter when one is entered. */
const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: recoveryCodeCount }, () => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join('-'))

/** The stored form of a recovery code. 80 random bits need no slow hash. */
export const hashRecoveryCode = (code: string): string => hashToken(code.toUpperCase().replaceAll(/[\s-]/g, ''))

async function factorsOf({ factors }: Pick<FactorDeps, 'factors'>, memberId: string): Promise<StoredFactors> {
  const found = await factors.of(memberId)
  if (found === null) throw new Error('the signed-in member is not stored')
  return found
}

export async function readFactors(deps: Pick<FactorDeps, 'factors'>, { memberId }: Actor): Promise<Factors> {
  const { passwordHash, totpSince, recoveryCodes } = await factorsOf(deps, memberId)
  return {
    hasPassphrase: passwordHash !== null,
    totpSince: totpSince === null ? null : new Date(totpSince).toISOString(),
    recoveryCodes,
  }
}

function sealingOf({ sealing }: FactorDeps): Sealing {
  if (sealing === null) throw new ProblemError('conflict', message('problem.no_sealing_key'))
  return sealing
}

/** Creates a key for an authenticator app, which is required once a code confirms it. */
export async function startTotp(deps: FactorDeps, { memberId, email }: Actor): Promise<{ key: string; uri: string }> {
  const { passwordHash } = await factorsOf(deps, memberId)
  if (passwordHash === null) throw new ProblemError('conflict', message('problem.totp_needs_passphrase'))
  const key = randomBytes(keyBytes)
  if (!(await deps.factors.startTotp(memberId, sealingOf(deps).seal(key, memberId))))
    throw new ProblemError('conflict', message('problem.totp_exists'))
  return { key: base32(key), uri: totpUri(key, email) }
}

/** Requires the authenticator app from now on. Returns the recovery codes, which the store keeps as hashes. */
export async function confirmTotp(deps: FactorDeps, actor: Actor, code: string): Promise<readonly string[]> {
  const { memberId, email, name } = actor
  const { totpKey, totpSince } = await factorsOf(deps, memberId)
  if (totpKey === null || totpSince !== null) throw new ProblemError('conflict', message('problem.totp_not_started'))
  const at = deps.clock.now()
  const step = totpStep(sealingOf(deps).open(totpKey, memberId), code.replaceAll(/\s/g, ''), at)
  if (step === null) throw new ProblemError('sign_in_failed', message('problem.wrong_code'))
  const codes = newRecoveryCodes()
  const audit = {
    action: 'factor.added',
    actor: email,
    sentence: message('audit.totp_added', { member: name }),
  } as const
  const confirmed = await deps.factors.confirmTotp(memberId, { step, codes: codes.map(hashRecoveryCode), at }, audit)
  if (!confirmed) throw new ProblemError('conflict', message('problem.totp_not_started'))
  return codes
}

export async function removeTotp({ factors, clock }: FactorDeps, { memberId, email, name }: Actor): Promise<void> {
  const sentence = message('audit.totp_removed', { member: name })
  await factors.removeTotp(memberId, clock.now(), { action: 'factor.removed', actor: email, sentence })
}

export async function renewRecoveryCodes(deps: FactorDeps, actor: Actor): Promise<readonly string[]> {
  const { memberId, email, name } = actor
  const { totpSince } = await factorsOf(deps, memberId)
  if (totpSince === null) throw new ProblemError('conflict', message('problem.totp_not_started'))
  const codes = newRecoveryCodes()
  const sentence = message('audit.recovery_codes', { member: name })
  const audit = { action: 'factor.added', actor: email, sentence } as const
  await deps.factors.replaceCodes(memberId, { codes: codes.map(hashRecoveryCode), at: deps.clock.now() }, audit)
  return codes
}

/** Whether a member must enter a code, and whether this one is right. A code works once. */
export async function checkCode(
  deps: FactorDeps,
  memberId: string,
  code: string | undefined,
): Promise<'not_required' | 'missing' | 'wrong' | 'right'> {
  const { totpKey, totpSince } = await factorsOf(deps, memberId)
  if (totpKey === null || totpSince === null) return 'not_required'
  if (code === undefined) return 'missing'
  const given = code.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(given))
    return (await deps.factors.useRecoveryCode(memberId, hashRecoveryCode(given))) ? 'right' : 'wrong'
  const step = totpStep(sealingOf(deps).open(totpKey, memberId), given, deps.clock.now())
  return step !== null && (await deps.factors.useStep(memberId, step)) ? 'right' : 'wrong'
}
