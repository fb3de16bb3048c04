import { listUsers } from '@muster/contracts/users'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** A single letter matches too much to be of use. */
export const shortestSearch = 2

/** The best matches of a search among the users. */
export const foundUsersQuery = (q: string) =>
  queryOptions({
    queryKey: ['users', 'found', q],
    queryFn: ({ signal }) => call(listUsers, { query: { q, limit: 6 }, signal }),
  })
