import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'

const flagWords = {
  developer: 'are developers',
  not_developer: 'are not developers',
  bot_creator: 'can create bots',
  not_bot_creator: 'cannot create bots',
} as const

const statusWords = {
  active: 'are active',
  not_active: 'are not active',
  locked: 'are locked',
  suspended: 'are suspended',
  unknown: 'have an unknown status',
} as const

/** A search in words: "all users in Support who are developers and match “acme”, except 2 excluded". */
export function matchingSentence(filter: UserFilter, except: number, names: Lookups): string {
  const { group, role, bot, flag, status } = filter
  const typed = filter.q?.trim() ?? ''
  const roleName = role === undefined ? null : (names.roles.get(role)?.name ?? role)
  const botName = bot === undefined ? null : (names.bots.get(bot)?.name ?? bot)
  const who = [
    ...(flag === undefined ? [] : [flagWords[flag]]),
    ...(status === undefined ? [] : [statusWords[status]]),
    ...(typed === '' ? [] : [`match “${typed}”`]),
  ]
  const where = [
    ...(group === undefined ? [] : [` in ${names.groups.get(group)?.name ?? group}`]),
    ...(roleName === null ? [] : [` with the role ${roleName}`]),
    ...(botName === null ? [] : [roleName === null ? ` with a role on ${botName}` : ` on ${botName}`]),
  ]
  const clauses = who.length === 0 ? '' : ` who ${who.join(' and ')}`
  const left = except === 0 ? '' : `, except ${except} excluded`
  return `all users${where.join('')}${clauses}${left}`
}

/** Individually selected users: named if there are few. */
export function chosenSentence(emails: readonly string[]): string {
  if (emails.length <= 3) return emails.join(', ')
  return `${emails.length} individually selected users`
}
