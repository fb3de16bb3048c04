import type { CauseCode } from '@muster/core/outcome/cause'
import { rateLimitText } from '@muster/kore-api/rate-limit'
import type { FoundReason } from './reasons.ts'

export type WriteKind = 'update' | 'remove' | 'erase'

interface Cause {
  readonly cause: CauseCode
  /** Part of the change may have taken effect. */
  readonly partial: boolean
}

/**
 * The cause of a failure. Texts differ by version (`INVALID_EMAIL`, `Invalid emailId`, `User not found. …`), so they
 * only choose between kinds of failure, never between failure and success.
 */
export function causeOf(kind: WriteKind, reason: Omit<FoundReason, 'details'>): Cause {
  if (reason.at.startsWith('roles')) return { cause: roleCause(reason), partial: true }
  if (reason.at.startsWith('groups')) {
    const missing = reason.castError || /not found|invalid|not exist|unknown|no such/i.test(reason.words)
    return { cause: missing ? 'group_not_found' : known(kind, reason.words), partial: true }
  }
  const cause = known(kind, reason.words)
  return { cause, partial: reason.at !== '' || !withoutEffect.has(cause) }
}

/** Refusals of the whole user before any part of the change was tried. */
const withoutEffect = new Set<CauseCode>([
  'user_not_found',
  'already_gone',
  'email_invalid',
  'not_authorized',
  'owns_bot',
  'member_of_account',
  'flags_conflict',
])

function roleCause(reason: Omit<FoundReason, 'details'>): CauseCode {
  if (reason.castError) return 'role_id_malformed'
  if (/\b(?:bot|stream|app)\b.*(?:not found|invalid|not exist|unknown)/i.test(reason.words)) return 'bot_not_found'
  if (/not found|invalid|not exist|unknown|no such/i.test(reason.words)) return 'role_not_found'
  return /unauthori[sz]ed|not authori[sz]ed/i.test(reason.words) ? 'not_authorized' : 'kore_refused'
}

function known(kind: WriteKind, words: string): CauseCode {
  return knownCause(kind, words) ?? 'kore_refused'
}

/** The cause that a message names, or null for an unknown message. */
export function knownCause(kind: WriteKind, words: string): CauseCode | null {
  if (rateLimitText.test(words)) return 'rate_limited'
  if (/not found|does(?: not|n't) exist|not associated/i.test(words))
    return kind === 'remove' ? 'already_gone' : 'user_not_found'
  if (/invalid[ _]?e-?mail/i.test(words)) return 'email_invalid'
  if (/co-?developer|(?:bot|app) owner|owns/i.test(words)) return 'owns_bot'
  if (/account owner|belongs to|member of/i.test(words)) return 'member_of_account'
  if (/unauthori[sz]ed to perform|not authori[sz]ed/i.test(words)) return 'not_authorized'
  return /invalid values in the body/i.test(words) ? 'flags_conflict' : null
}
