import type { Identifier } from '../account/user.ts'
import { isEmailShaped } from './address.ts'
import { isUserId } from './read-identifier.ts'

/** The identifier as Kore.ai erases by it: the text alone, or with its channel. */
export function erasureIdentifier(identifier: Identifier): Identifier {
  const { value } = identifier
  if (identifier.by === 'channelUserId' && identifier.channelId !== null)
    return { ...identifier, channelId: identifier.channelId.toLowerCase() }
  return { by: isEmailShaped(value) ? 'email' : 'orgUserId', value }
}

/**
 * The other identifiers of a user that an erasure by this one may match, because Kore.ai erases by the text alone. With
 * a channel there are none.
 */
export function erasureReadings({ by, value, ...channel }: Identifier): readonly Identifier[] {
  if ('channelId' in channel && channel.channelId !== null) return []
  const id = value.toLowerCase()
  const readings: readonly Identifier[] = [
    { by: 'email', value },
    { by: 'orgUserId', value },
    ...(isUserId(id) ? [{ by: 'userId' as const, value: id }] : []),
  ]
  return readings.filter((reading) => reading.by !== by)
}
