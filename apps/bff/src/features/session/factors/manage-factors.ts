import { randomBytes } from 'node:crypto'
import type { Factors } from '@muster/contracts/factors'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { FactorStore, Sealing, StoredFactors } from '../factors-ports.ts'
import type { PasskeyStore, RelyingParty, StoredPasskey } from '../passkeys-ports.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { base32, totpStep, totpUri } from './totp.ts'

export interface FactorDeps {
  readonly factors: FactorStore
  /** Null: no key to seal with. */
  readonly sealing: Sealing | null
  readonly clock: Clock
}

export interface PassphraseDeps extends Pick<FactorDeps, 'factors' | 'clock'> {
  /** Whether the configuration sets the passphrase of this address. */
  readonly isAdministrator: (email: string) => boolean
}

/** SHA-1's block suits a key of 160 bits, as RFC 4226 recommends. */
const keyBytes = 20

const iso = (at: number) => new Date(at).toISOString()

export async function factorsOf({ factors }: Pick<FactorDeps, 'factors'>, memberId: string): Promise<StoredFactors> {
  const found = await factors.of(memberId)
  if (found === null) throw new Error('the signed-in member is not stored')
  return found
}

export const passkeyEntry = ({
  id,
  name,
  addedAt,
  lastUsedAt,
  synced,
}: StoredPasskey): Factors['passkeys'][number] => ({
  id,
  name,
  addedAt: iso(addedAt),
  lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
  synced,
})

interface ReadDeps extends Pick<PassphraseDeps, 'factors' | 'isAdministrator'> {
  readonly passkeys: PasskeyStore
  readonly relyingParty: () => RelyingParty | null
}

export async function readFactors(deps: ReadDeps, { memberId, email }: Actor): Promise<Factors> {
  const { passwordHash, totpSince, recoveryCodes } = await factorsOf(deps, memberId)
  return {
    hasPassphrase: passwordHash !== null,
    passphraseIn: deps.isAdministrator(email) ? 'configuration' : 'settings',
    totpSince: totpSince === null ? null : iso(totpSince),
    recoveryCodes,
    passkeys: (await deps.passkeys.ofMember(memberId)).map(passkeyEntry),
    passkeyAddress: deps.relyingParty()?.origins[0] ?? null,
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
  const { totpSince, passkeys } = await factorsOf(deps, memberId)
  if (totpSince === null && passkeys === 0) throw new ProblemError('conflict', message('problem.totp_not_started'))
  const codes = newRecoveryCodes()
  const sentence = message('audit.recovery_codes', { member: name })
  const audit = { action: 'factor.added', actor: email, sentence } as const
  await deps.factors.replaceCodes(memberId, { codes: codes.map(hashRecoveryCode), at: deps.clock.now() }, audit)
  return codes
}

/** Whether a member needs a second factor, and whether this code is right. A code works once. */
export async function checkCode(
  deps: FactorDeps,
  memberId: string,
  code: string | undefined,
): Promise<'not_required' | 'missing' | 'wrong' | 'right'> {
  const { totpKey, totpSince, passkeys } = await factorsOf(deps, memberId)
  const key = totpSince === null ? null : totpKey
  if (key === null && passkeys === 0) return 'not_required'
  if (code === undefined) return 'missing'
  const given = code.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(given))
    return (await deps.factors.useRecoveryCode(memberId, hashRecoveryCode(given))) ? 'right' : 'wrong'
  const step = key === null ? null : totpStep(sealingOf(deps).open(key, memberId), given, deps.clock.now())
  return step !== null && (await deps.factors.useStep(memberId, step)) ? 'right' : 'wrong'
}
