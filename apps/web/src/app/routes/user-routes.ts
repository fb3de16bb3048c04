import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../lib/language/active-language.ts'
import { accessSearch, holdersSearch, usersSearch } from '../../lib/page-search.ts'
import { sessionQuery } from '../../lib/session.ts'
import { PagePending } from '../page-pending.tsx'
import { appRoute } from './app-route.ts'

// The loader of a list starts its first page and does not wait: the page shows its heading and filters at once.

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/home',
  loader: async ({ context: { queryClient } }) => {
    const [{ prefetchHome }, { connectionQuery }] = await Promise.all([
      import('../../features/home/queries.ts'),
      import('../../features/connection/queries.ts'),
    ])
    prefetchHome(queryClient)
    void queryClient.prefetchQuery(connectionQuery)
  },
  component: lazyRouteComponent(() => withMessages(import('../home-screen.tsx')), 'HomeScreen'),
})

const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/users',
  validateSearch: usersSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { usersQuery, userQuery } = await import('../../features/users/queries.ts')
    const { usersTable } = queryClient.getQueryData(sessionQuery.queryKey)?.member ?? {}
    void queryClient.prefetchQuery(usersQuery(deps, usersTable?.pageSize))
    if (deps.user !== undefined) void queryClient.prefetchQuery(userQuery(deps.user))
  },
  component: lazyRouteComponent(() => import('../users-screen.tsx'), 'UsersScreen'),
})

const accessRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/access',
  validateSearch: accessSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { prefetchAccess } = await import('../../features/access/queries.ts')
    prefetchAccess(queryClient, deps)
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/access/access-page.tsx')), 'AccessPage'),
})

const holdersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/access/$kind/$id',
  pendingComponent: PagePending,
  validateSearch: holdersSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, params, deps }) => {
    const { prefetchHolders } = await import('../../features/access/queries.ts')
    await prefetchHolders(queryClient, params, deps)
  },
  component: lazyRouteComponent(() => withMessages(import('../holders-screen.tsx')), 'HoldersScreen'),
})

/** Home, and who has what. */
export const userRoutes = [homeRoute, usersRoute, accessRoute, holdersRoute] as const
