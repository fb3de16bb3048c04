import { comparableAddress } from '../identifier/address.ts'
import type { Identifier, User } from './user.ts'

/** Addresses compare by `comparableAddress`; other ids exactly, except for spaces around them. */
function normalised(identifier: Identifier): string {
  return identifier.by === 'email' ? comparableAddress(identifier.value) : identifier.value.normalize('NFC').trim()
}

/**
 * Key of the user of an item: two items with the same key are the same user, whichever identifier each has.
 * Users in the directory have Kore.ai's user id, others the given identifier.
 */
export function subjectKey(identifier: Identifier, user: Pick<User, 'id'> | null): string {
  if (user !== null) return `userId:${user.id}`
  const channel = identifier.by === 'channelUserId' ? `${JSON.stringify(identifier.channelId)}:` : ''
  return `${identifier.by}:${channel}${normalised(identifier)}`
}
