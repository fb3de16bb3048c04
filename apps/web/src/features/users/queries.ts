import { getUser, listUsers, lookUpUsers, type UserFilter, type UserSort } from '@muster/contracts/users'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const pageSize = 50

export interface UsersPageInput {
  readonly filter: UserFilter
  readonly sort: UserSort | undefined
  readonly cursor: string | undefined
}

/** One page of a search. The earlier page stays on screen while the next one loads. */
export const usersQuery = ({ filter, sort, cursor }: UsersPageInput) =>
  queryOptions({
    queryKey: ['users', 'list', filter, sort ?? null, cursor ?? null],
    queryFn: ({ signal }) =>
      call(listUsers, {
        query: {
          ...filter,
          ...(sort === undefined ? {} : { sort }),
          limit: pageSize,
          ...(cursor === undefined ? {} : { cursor }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
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

/** The selected users, and which of them the search finds. */
export const selectedUsersQuery = (userIds: readonly string[], filter: UserFilter) =>
  queryOptions({
    queryKey: ['users', 'selected', userIds, filter],
    queryFn: ({ signal }) => call(lookUpUsers, { body: { userIds: [...userIds], filter }, signal }),
  })

/** One user with history. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => call(getUser, { params: { id }, signal }),
  })
