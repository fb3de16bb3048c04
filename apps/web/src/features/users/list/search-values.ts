import { type UserFilter, userFlags, userStatuses } from '@muster/contracts/users'
import type { UsersSearch } from '../../../lib/paths.ts'

const oneOf = <T extends string>(values: readonly T[], text: string | undefined): T | undefined =>
  values.find((value) => value === text)

/** The search of the address as a filter; values nobody knows are left out. */
export function filterOf(search: UsersSearch): UserFilter {
  const flag = oneOf(userFlags, search.flag)
  const status = oneOf(userStatuses, search.status)
  return {
    ...(search.q === undefined ? {} : { q: search.q.slice(0, 200) }),
    ...(search.group === undefined ? {} : { group: search.group }),
    ...(search.role === undefined ? {} : { role: search.role }),
    ...(search.bot === undefined ? {} : { bot: search.bot }),
    ...(flag === undefined ? {} : { flag }),
    ...(status === undefined ? {} : { status }),
  }
}

export function sortOf(search: UsersSearch): 'email' | '-email' {
  return search.sort === '-email' ? '-email' : 'email'
}

/** The address after a change of the search: back on the first page, absent values gone. */
export function changeSearch(
  search: UsersSearch,
  change: { readonly [K in keyof UsersSearch]: string | undefined },
): UsersSearch {
  const { after: _, ...rest } = search
  return Object.fromEntries(
    Object.entries({ ...rest, ...change }).filter(([, value]) => value !== undefined && value !== ''),
  )
}

export const statusWords: Readonly<Record<(typeof userStatuses)[number], string>> = {
  active: 'Active',
  not_active: 'Not active',
  locked: 'Locked',
  suspended: 'Suspended',
  unknown: 'Not known',
}

export const flagWords: Readonly<Record<(typeof userFlags)[number], string>> = {
  developer: 'Developer',
  not_developer: 'Not a developer',
  bot_creator: 'May create bots',
  not_bot_creator: 'May not create bots',
}
