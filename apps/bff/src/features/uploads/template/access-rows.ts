import type { UserEntry } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import { lookupNames } from '@muster/core/account/access-names'

/** Headings of the access report. */
export const accessHeader = [
  'Email ID',
  'Organization ID',
  'User ID',
  'First Name',
  'Last Name',
  'Status',
  'Last sign-in',
  'Kind',
  'Access',
  'Bot',
  'Elevated',
  'Through group',
] as const

/** The rows of one user: each group, each role with the groups it comes through, each flag. One row for a user without any. */
export function accessRows(lookups: Lookups): (user: UserEntry) => readonly (readonly string[])[] {
  const names = lookupNames(lookups)
  return (user) => {
    const who = [
      user.email,
      user.orgUserId ?? '',
      user.id,
      user.firstName,
      user.lastName,
      user.status,
      user.lastLoginAt ?? '',
    ]
    const held = [
      ...user.groups.map((id) => ['group', names.group(id), '', '', '']),
      ...user.roles.flatMap(({ roleId, botId, viaGroups }) => {
        const bot = botId === null ? '' : names.bot(botId)
        const role = names.role({ roleId, botId: null })
        const elevated = botId === null ? 'yes' : ''
        // Directly, or one row for each group that gives it.
        const ways = viaGroups.length === 0 ? [''] : viaGroups.map(names.group)
        return ways.map((way) => ['role', role, bot, elevated, way])
      }),
      ...(user.isDeveloper ? [['flag', 'Developer', '', '', '']] : []),
      ...(user.canCreateBot ? [['flag', 'Can create bots', '', '', '']] : []),
    ]
    return held.length === 0 ? [[...who, '', '', '', '', '']] : held.map((cells) => [...who, ...cells])
  }
}
