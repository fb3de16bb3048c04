import type { Identifier } from '@muster/core/account/user'
import { isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'

export type IdentifierKind = Identifier['by']

/** Kinds of identifier on offer for a correction. A channel identity needs its channel, so only one that exists keeps it. */
export function offeredKinds(current: IdentifierKind): readonly IdentifierKind[] {
  return current === 'channelUserId' ? ['channelUserId', 'email', 'orgUserId'] : ['email', 'orgUserId', 'userId']
}

/** The corrected identifier, without surrounding characters; null if it is invalid or unchanged. */
export function correctedIdentifier(identifier: Identifier, by: IdentifierKind, text: string): Identifier | null {
  const reading = readIdentifier(by, text)
  const value = reading.kind === 'one' ? reading.value : ''
  if (value === '' || (by === identifier.by && value === identifier.value)) return null
  const corrected = by === identifier.by ? { ...identifier, value } : by === 'channelUserId' ? null : { by, value }
  return corrected !== null && isIdentifier(corrected) ? corrected : null
}
