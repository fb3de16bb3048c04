import { listAssignments } from '@muster/contracts/access'
import { listUsers, type UserFilter } from '@muster/contracts/users'
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { accessKey, botsQuery, groupsQuery, rolesQuery } from '../../lib/access.ts'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { AccessSearch, HoldersSearch } from '../../lib/page-search.ts'
import { type AccessKind, accessKindSchema } from './access-kind.ts'

/** How many users have each role on each bot. */
export const assignmentsQuery = queryOptions({
  queryKey: [...accessKey, 'assignments'],
  queryFn: async ({ signal }) => (await call(listAssignments, { signal })).items,
  staleTime: 60_000,
})

export type HoldersFilter = Pick<UserFilter, 'group' | 'role' | 'bot'>

/** The users of a search, by name. */
export const holdersQuery = (filter: HoldersFilter | Pick<UserFilter, 'q'>) =>
  infiniteQueryOptions({
    queryKey: ['users', 'holders', filter],
    queryFn: ({ pageParam, signal }) =>
      call(listUsers, { query: { ...filter, sort: 'name', limit: 50, ...cursorOf(pageParam) }, signal }),
    ...cursorPages,
  })

/** The search that finds the users on the page of a group, role or bot. */
export function holdersFilter(kind: AccessKind, id: string, { role, bot }: HoldersSearch): HoldersFilter {
  if (kind === 'groups') return { group: id }
  if (kind === 'roles') return { role: id, ...(bot === undefined ? {} : { bot }) }
  return { bot: id, ...(role === undefined ? {} : { role }) }
}

/** Resolves with the names of the account, loaded or failed. */
const prefetchNames = (client: QueryClient): Promise<unknown> =>
  Promise.all([client.prefetchQuery(groupsQuery), client.prefetchQuery(rolesQuery), client.prefetchQuery(botsQuery)])

/** Starts what a view of the account's access shows, and does not wait. */
export function prefetchAccess(client: QueryClient, { view }: AccessSearch): void {
  void prefetchNames(client)
  if (view === 'matrix') void client.prefetchQuery(assignmentsQuery)
}

/** Starts the users of a group, role or bot. Waits for the names only: without them the heading would be an ID at first. */
export async function prefetchHolders(
  client: QueryClient,
  page: { readonly kind: string; readonly id: string },
  search: HoldersSearch,
): Promise<void> {
  const kind = accessKindSchema.safeParse(page.kind).data
  if (kind === undefined) return
  void client.prefetchInfiniteQuery(holdersQuery(holdersFilter(kind, page.id, search)))
  if (kind !== 'groups') void client.prefetchQuery(assignmentsQuery)
  await prefetchNames(client)
}
