import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'

const flagWords = {
  developer: 'who is a developer',
  not_developer: 'who is not a developer',
  bot_creator: 'who may create bots',
  not_bot_creator: 'who may not create bots',
} as const

const statusWords = {
  active: 'who is active',
  not_active: 'who is not active',
  locked: 'who is locked',
  suspended: 'who is suspended',
  unknown: 'whose status is unknown',
} as const

/** A search in words: "everyone in Support who is a developer and matches “acme”, except 2 left out by hand". */
export function matchingSentence(filter: UserFilter, except: number, names: Lookups): string {
  const { group, role, bot, flag, status } = filter
  const typed = filter.q?.trim() ?? ''
  const roleName = role === undefined ? null : (names.roles.get(role)?.name ?? role)
  const botName = bot === undefined ? null : (names.bots.get(bot)?.name ?? bot)
  const who = [
    ...(flag === undefined ? [] : [flagWords[flag]]),
    ...(status === undefined ? [] : [statusWords[status]]),
    ...(typed === '' ? [] : [`who matches “${typed}”`]),
  ]
  const where = [
    ...(group === undefined ? [] : [` in ${names.groups.get(group)?.name ?? group}`]),
    ...(roleName === null ? [] : [` with the role ${roleName}`]),
    ...(botName === null ? [] : [roleName === null ? ` with a role on ${botName}` : ` on ${botName}`]),
  ]
  const clauses = who.length === 0 ? '' : ` ${who.join(' and ')}`
  const left = except === 0 ? '' : `, except ${except} left out by hand`
  return `everyone${where.join('')}${clauses}${left}`
}

/** Users chosen one by one: named when there are few. */
export function chosenSentence(emails: readonly string[]): string {
  if (emails.length <= 3) return emails.join(', ')
  return `${emails.length} users chosen by hand`
}
