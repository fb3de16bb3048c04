import type { KoreSettings } from './settings.ts'

/** The evidence from a 401 or 403. */
export interface Refusal {
  readonly status: number
  /** Kore.ai's message; empty if the response is not in Kore.ai's form. */
  readonly message: string
  /** Whether the body is Kore.ai's `{errors}`. A proxy or firewall responds in another form. */
  readonly isFromKore: boolean
  /** How far this machine's clock is ahead of the `Date` header; null without the header. */
  readonly clockAheadMs: number | null
}

/** Whether the same credential is accepted for another scope. */
export type AcceptedElsewhere = 'yes' | 'no' | 'unknown'

/** A `Date` header has whole seconds and the call takes time, so a smaller difference proves nothing. */
const clockTolerance = 30_000

type Signing = Pick<KoreSettings, 'enforceJti'> & { readonly hasJweKey: boolean }

/**
 * Why Kore.ai refused, and the fix, as far as it can be determined: Kore.ai responds with the same 4002 for a wrong
 * secret, an expired token, a missing encryption and a missing scope.
 */
export function diagnoseRefusal(
  refusal: Refusal,
  context: { readonly scope: string; readonly elsewhere: AcceptedElsewhere; readonly signing: Signing },
): string {
  const { scope, elsewhere, signing } = context
  return (
    transportReason(refusal) ??
    clockReason(refusal) ??
    namedReason(refusal, signing) ??
    scopeReason(scope, elsewhere, signing)
  )
}

function transportReason({ isFromKore, status }: Refusal): string | null {
  if (isFromKore) return null
  return `HTTP ${status} came without Kore.ai's own message: a proxy or firewall between Muster and Kore.ai refuses the call. Allow the host of KORE_HOST there, and check that KORE_HOST is the host of your Kore.ai console.`
}

function clockReason({ clockAheadMs }: Refusal): string | null {
  if (clockAheadMs === null || Math.abs(clockAheadMs) < clockTolerance) return null
  const side = clockAheadMs > 0 ? 'ahead of' : 'behind'
  return `The clock of this machine is ${spanOf(Math.abs(clockAheadMs))} ${side} Kore.ai's clock, and Kore.ai refuses tokens whose times are off. Set the clock (for example with NTP), then test the connection again.`
}

function namedReason({ message }: Refusal, { enforceJti, hasJweKey }: Signing): string | null {
  if (/replay/i.test(message)) {
    return enforceJti
      ? 'Kore.ai reports a replayed token, although Muster signs a new one for each call. Check that no proxy repeats calls.'
      : 'Kore.ai reports a replayed token. Remove KORE_ENFORCE_JTI=false to give each call its own token.'
  }
  if (/\bjti\b/i.test(message)) {
    return enforceJti
      ? 'Kore.ai refuses the token ID (jti). Compare "Enforce JTI" of the app in the Admin Console with KORE_ENFORCE_JTI.'
      : 'The app enforces JTI and Muster sends tokens without an ID. Remove KORE_ENFORCE_JTI=false from the settings and restart Muster.'
  }
  if (/\bjwe\b|encrypt|decrypt/i.test(message)) {
    return hasJweKey
      ? 'Kore.ai cannot decrypt the token. Copy the key that the Admin Console shows for this app into KORE_JWE_KEY again.'
      : 'The app enforces JWE and Muster sends tokens unencrypted. Set KORE_JWE_KEY to the key that the Admin Console shows for this app.'
  }
  return /expired/i.test(message) ? 'Kore.ai reports an expired token. Check the clock of this machine.' : null
}

function scopeReason(scope: string, elsewhere: AcceptedElsewhere, { enforceJti, hasJweKey }: Signing): string {
  if (elsewhere === 'yes') {
    return `Kore.ai accepts the credential for other calls, so the app lacks the scope "${scope}". Tick it in the Admin Console under Security & Control > API Scopes.`
  }
  const jti = enforceJti ? '' : ', whether the app enforces JTI (then remove KORE_ENFORCE_JTI=false)'
  const jwe = hasJweKey
    ? ', whether KORE_JWE_KEY is the key of this app'
    : ', whether the app enforces JWE (then set KORE_JWE_KEY)'
  const check = `Check KORE_CLIENT_ID and the client secret${jti}${jwe}`
  return elsewhere === 'no'
    ? `Kore.ai accepts the credential for none of the calls. ${check}, and that the app has any scope at all.`
    : `Kore.ai refused the credential without a reason. ${check}, and that the app has the scope "${scope}".`
}

function spanOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}
