import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { withMessages } from '../lib/language/active-language.ts'
import { auditSearch, signedInSearch, signInSearch } from '../lib/page-search.ts'
import { sessionQuery } from '../lib/session.ts'
import { NotFound } from './not-found.tsx'
import { appRoute, rootRoute } from './routes/app-route.ts'
import { changeRoutes } from './routes/change-routes.ts'
import { erasureRoutes } from './routes/erasure-routes.ts'
import { userRoutes } from './routes/user-routes.ts'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(sessionQuery),
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
})

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-in',
  validateSearch: signedInSearch,
  component: lazyRouteComponent(() => import('../features/session/signed-in-page.tsx'), 'SignedInPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/session/invitation-page.tsx'), 'InvitationPage'),
})

/** Needs no session: anyone with a receipt can verify it. */
const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => withMessages(import('../features/receipts/verify-page.tsx')), 'VerifyPage'),
})

const indexRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/users', replace: true })
  },
})

const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  validateSearch: auditSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { auditQuery } = await withMessages(import('../features/audit/queries.ts'))
    void queryClient.prefetchInfiniteQuery(auditQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/audit/audit-page.tsx')), 'AuditPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  loader: async ({ context: { queryClient } }) => {
    const { connectionQuery } = await import('../features/connection/queries.ts')
    void queryClient.prefetchQuery(connectionQuery)
  },
  component: lazyRouteComponent(() => withMessages(import('./settings-screen.tsx')), 'SettingsScreen'),
})

const membersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/members',
  loader: async ({ context: { queryClient } }) => {
    const { prefetchMembers } = await import('../features/members/queries.ts')
    prefetchMembers(queryClient)
  },
  component: lazyRouteComponent(() => withMessages(import('../features/members/members-page.tsx')), 'MembersPage'),
})

/** Any other URL, inside the shell. */
const notFoundRoute = createRoute({ getParentRoute: () => appRoute, path: '$', component: NotFound })

export const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute,
  invitationRoute,
  verifyRoute,
  appRoute.addChildren([
    indexRoute,
    ...userRoutes,
    ...changeRoutes,
    ...erasureRoutes,
    auditRoute,
    settingsRoute,
    membersRoute,
    notFoundRoute,
  ]),
])
