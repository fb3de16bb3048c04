import { listAssignments } from '@muster/contracts/access'
import { listUsers, type UserFilter } from '@muster/contracts/users'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { accessKey } from '../../lib/access.ts'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'

/** How many users have each role on each bot. */
export const assignmentsQuery = queryOptions({
  queryKey: [...accessKey, 'assignments'],
  queryFn: async ({ signal }) => (await call(listAssignments, { signal })).items,
  staleTime: 60_000,
})

export type HoldersFilter = Pick<UserFilter, 'group' | 'role' | 'bot'>

/** The users with a group, a role or roles on a bot, by name. */
export const holdersQuery = (filter: HoldersFilter) =>
  infiniteQueryOptions({
    queryKey: ['users', 'holders', filter],
    queryFn: ({ pageParam, signal }) =>
      call(listUsers, { query: { ...filter, sort: 'name', limit: 50, ...cursorOf(pageParam) }, signal }),
    ...cursorPages,
  })
