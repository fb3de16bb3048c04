import { getUser, listSimilar, listUsers, type UserFilter } from '@muster/contracts/users'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import type { UsersSearch } from '../../lib/page-search.ts'
import { filterOf } from './list/search-values.ts'

/** The size of a page, unless the member has chosen another. */
const usualSize = 50

/** One page of a search. */
export const usersQuery = (search: UsersSearch, pageSize = usualSize) => {
  const { sort, after } = search
  const filter = filterOf(search)
  return queryOptions({
    queryKey: ['users', 'list', filter, sort ?? null, after ?? null, pageSize],
    queryFn: ({ signal }) =>
      call(listUsers, {
        query: {
          ...filter,
          ...(sort === undefined ? {} : { sort }),
          limit: pageSize,
          ...(after === undefined ? {} : { cursor: after }),
        },
        signal,
      }),
  })
}

/** What the text of a search without a match may mean. */
export const similarQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: ['users', 'similar', filter],
    queryFn: async ({ signal }) => (await call(listSimilar, { query: filter, signal })).items,
  })

/** The exact number of users that a search finds, which a page of it does not count beyond 1,000. */
export const exactCountQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: ['users', 'count', filter],
    queryFn: async ({ signal }) => {
      const { count } = await call(listUsers, { query: { ...filter, limit: 1, count: 'exact' }, signal })
      return count.value
    },
  })

/** What the server knows of a selection: which users of a page it has. `version` increases with each change. */
export const selectionQuery = (id: string, version: number, userIds: readonly string[], filter: UserFilter) =>
  queryOptions({
    queryKey: ['users', 'selected', id, version, userIds, filter],
    queryFn: async ({ signal }) => (await import('./selection/selection-calls.ts')).lookUp(id, userIds, filter, signal),
  })

/** One user with history. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => call(getUser, { params: { id }, signal }),
  })
