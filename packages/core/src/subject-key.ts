import type { Identifier, User } from './user.ts'

/** E-mails are one whatever their case; other ids are taken as they are, but for blanks around them. */
function normalised(identifier: Identifier): string {
  const value = identifier.value.normalize('NFC').trim()
  return identifier.by === 'email' ? value.toLowerCase() : value
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
