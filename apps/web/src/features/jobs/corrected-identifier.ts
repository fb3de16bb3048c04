import type { Identifier } from '@muster/core/user'

export type NamedBy = Identifier['by']

/** What a person can be named by. A channel's identity needs a channel, so it stays where it is and is nowhere new. */
export function waysToName(now: NamedBy): readonly NamedBy[] {
  return now === 'channelUserId' ? ['channelUserId', 'email', 'orgUserId'] : ['email', 'orgUserId', 'userId']
}

/** How a person is named after a correction; null while that is nothing, or what it was. */
export function correctedIdentifier(identifier: Identifier, by: NamedBy, text: string): Identifier | null {
  const value = text.trim()
  if (value === '' || (by === identifier.by && value === identifier.value)) return null
  if (by === identifier.by) return { ...identifier, value }
  return by === 'channelUserId' ? null : { by, value }
}
