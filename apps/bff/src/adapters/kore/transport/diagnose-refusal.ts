import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { KoreSettings } from './settings.ts'

/** The evidence from a 401 or 403. */
export interface CredentialRefusal {
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
  refusal: CredentialRefusal,
  context: { readonly scope: string; readonly elsewhere: AcceptedElsewhere; readonly signing: Signing },
): Message {
  const { scope, elsewhere, signing } = context
  return (
    transportReason(refusal) ??
    clockReason(refusal) ??
    namedReason(refusal, signing) ??
    scopeReason(scope, elsewhere, signing)
  )
}

function transportReason({ isFromKore, status }: CredentialRefusal): Message | null {
  if (isFromKore) return null
  return message('kore.refused_on_the_way', { status })
}

function clockReason({ clockAheadMs }: CredentialRefusal): Message | null {
  if (clockAheadMs === null || Math.abs(clockAheadMs) < clockTolerance) return null
  const span = spanOf(Math.abs(clockAheadMs))
  return clockAheadMs > 0 ? message('kore.clock_ahead', { span }) : message('kore.clock_behind', { span })
}

function namedReason({ message: words }: CredentialRefusal, { enforceJti, hasJweKey }: Signing): Message | null {
  if (/replay/i.test(words)) {
    return enforceJti ? message('kore.replay') : message('kore.replay_without_jti')
  }
  if (/\bjti\b/i.test(words)) {
    return enforceJti ? message('kore.jti') : message('kore.jti_missing')
  }
  if (/\bjwe\b|encrypt|decrypt/i.test(words)) {
    return hasJweKey ? message('kore.jwe_key') : message('kore.jwe_missing')
  }
  return /expired/i.test(words) ? message('kore.expired') : null
}

function scopeReason(scope: string, elsewhere: AcceptedElsewhere, { enforceJti, hasJweKey }: Signing): Message {
  if (elsewhere === 'yes') return message('kore.scope_missing', { scope })
  const checks = [
    message('check.credential'),
    ...(enforceJti ? [] : [message('check.jti')]),
    message(hasJweKey ? 'check.jwe_key' : 'check.jwe'),
  ]
  return elsewhere === 'no'
    ? message('kore.none_accepted', { checks: [...checks, message('check.any_scope')] })
    : message('kore.refused_unexplained', { checks: [...checks, message('check.scope', { scope })] })
}

function spanOf(ms: number): Message {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return message('span.seconds', { count: seconds })
  const minutes = Math.round(seconds / 60)
  return minutes < 90
    ? message('span.minutes', { count: minutes })
    : message('span.hours', { count: Math.round(minutes / 60) })
}
