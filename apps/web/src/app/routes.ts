import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { pickSearch } from '../lib/search.ts'
import { sessionQuery } from '../lib/session.ts'
import { NotFound } from './not-found.tsx'
import { Opening } from './opening.tsx'
import { Shell } from './shell.tsx'

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: pickSearch('to'),
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
})

/** Everything behind the door: nobody signed in goes to the sign-in page and comes back here. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData({ ...sessionQuery, revalidateIfStale: true })
    if (session.member === null) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true })
  },
  component: Shell,
  pendingComponent: Opening,
})

const indexRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/users', replace: true })
  },
})

const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/users',
  validateSearch: pickSearch('q', 'group', 'role', 'bot', 'flag', 'status', 'sort', 'user', 'after'),
  component: lazyRouteComponent(() => import('./users-screen.tsx'), 'UsersScreen'),
})

const uploadsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads',
  component: lazyRouteComponent(() => import('../features/uploads/list/uploads-page.tsx'), 'UploadsPage'),
})

const uploadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads/$uploadId',
  validateSearch: pickSearch('level', 'issue', 'from'),
  component: lazyRouteComponent(() => import('../features/uploads/upload-page.tsx'), 'UploadPage'),
})

const plansRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans',
  validateSearch: pickSearch('only'),
  component: lazyRouteComponent(() => import('../features/plans/list/plans-page.tsx'), 'PlansPage'),
})

const planRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans/$planId',
  validateSearch: pickSearch('disposition', 'effect', 'cause', 'q', 'after'),
  component: lazyRouteComponent(() => import('../features/plans/plan-page.tsx'), 'PlanPage'),
})

const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs',
  validateSearch: pickSearch('state', 'kind', 'only', 'by', 'from', 'to', 'after'),
  component: lazyRouteComponent(() => import('../features/jobs/list/jobs-page.tsx'), 'JobsPage'),
})

const jobRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs/$jobId',
  validateSearch: pickSearch('view', 'cause', 'outcome', 'details', 'q', 'after'),
  component: lazyRouteComponent(() => import('../features/jobs/job-page.tsx'), 'JobPage'),
})

const erasuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures',
  validateSearch: pickSearch('state', 'q', 'after'),
  component: lazyRouteComponent(() => import('./erasures-screen.tsx'), 'ErasuresScreen'),
})

const erasureRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/$erasureId',
  component: lazyRouteComponent(() => import('../features/erasures/erasure-page.tsx'), 'ErasurePage'),
})

const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  validateSearch: pickSearch('q', 'action', 'actor', 'userId', 'jobId', 'from', 'to', 'after'),
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-screen.tsx'), 'SettingsScreen'),
})

/** Any other address: said inside the shell, so that the way on is at hand. */
const elsewhereRoute = createRoute({ getParentRoute: () => appRoute, path: '$', component: NotFound })

export const routeTree = rootRoute.addChildren([
  signInRoute,
  appRoute.addChildren([
    indexRoute,
    usersRoute,
    uploadsRoute,
    uploadRoute,
    plansRoute,
    planRoute,
    jobsRoute,
    jobRoute,
    erasuresRoute,
    erasureRoute,
    auditRoute,
    settingsRoute,
    elsewhereRoute,
  ]),
])
