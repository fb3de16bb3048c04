import { comparableAddress } from '../identifier/address.ts'
import type { Identifier, User } from './user.ts'

/** Addresses compare as `comparableAddress` says; other ids exactly, except for blanks around them. */
function normalised(identifier: Identifier): string {
  return identifier.by === 'email' ? comparableAddress(identifier.value) : identifier.value.normalize('NFC').trim()
}

/**
 * The person an item is about, as one text: two items with the same key are the same person, whichever way each names
 * them. Known people go by Kore.ai's user id, unknown ones by what was given.
 */
export function subjectKey(identifier: Identifier, user: Pick<User, 'id'> | null): string {
  if (user !== null) return `userId:${user.id}`
  const channel = identifier.by === 'channelUserId' ? `${JSON.stringify(identifier.channelId)}:` : ''
  return `${identifier.by}:${channel}${normalised(identifier)}`
}
