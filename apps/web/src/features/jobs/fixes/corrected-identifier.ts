import type { Identifier } from '@muster/core/account/user'
import { isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'

export type NamedBy = Identifier['by']

/** What a person can be named by. A channel's identity needs a channel, so it stays where it is and is nowhere new. */
export function waysToName(now: NamedBy): readonly NamedBy[] {
  return now === 'channelUserId' ? ['channelUserId', 'email', 'orgUserId'] : ['email', 'orgUserId', 'userId']
}

/** The identifier after a correction, without what surrounds it; null while it is none or unchanged. */
export function correctedIdentifier(identifier: Identifier, by: NamedBy, text: string): Identifier | null {
  const reading = readIdentifier(by, text)
  const value = reading.kind === 'one' ? reading.value : ''
  if (value === '' || (by === identifier.by && value === identifier.value)) return null
  const corrected = by === identifier.by ? { ...identifier, value } : by === 'channelUserId' ? null : { by, value }
  return corrected !== null && isIdentifier(corrected) ? corrected : null
}
