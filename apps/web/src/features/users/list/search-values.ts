import { type UserFilter, userFlags, userStatuses } from '@muster/contracts/users'
import type { UsersSearch } from '../../../lib/page-search.ts'

/** The part of the search that selects users. */
export const filterOf = ({ q, group, role, bot, flag, status }: UsersSearch): UserFilter => ({
  ...(q === undefined ? {} : { q }),
  ...(group === undefined ? {} : { group }),
  ...(role === undefined ? {} : { role }),
  ...(bot === undefined ? {} : { bot }),
  ...(flag === undefined ? {} : { flag }),
  ...(status === undefined ? {} : { status }),
})

/** The search after a change, on its first page. */
export const changeSearch = (search: UsersSearch, change: UsersSearch): UsersSearch => ({
  ...search,
  ...change,
  after: undefined,
})

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
