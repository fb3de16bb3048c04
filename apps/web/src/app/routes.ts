import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { withMessages } from '../lib/language/active-language.ts'
import {
  accessSearch,
  approvalsSearch,
  auditSearch,
  casesSearch,
  erasuresSearch,
  holdersSearch,
  jobSearch,
  jobsSearch,
  planSearch,
  plansSearch,
  signedInSearch,
  signInSearch,
  uploadSearch,
  usersSearch,
} from '../lib/page-search.ts'
import { paths } from '../lib/paths.ts'
import { sessionQuery } from '../lib/session.ts'
import { NotFound } from './not-found.tsx'
import { Opening, PagePending } from './page-pending.tsx'
import { Shell } from './shell.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The kind of resource a page shows, for its heading while there is no data. */
    readonly resource?: { readonly title: MessageDescriptor; readonly list: ListLink }
  }
}

interface ListLink {
  readonly href: string
  readonly title: MessageDescriptor
  readonly open: MessageDescriptor
}

/** What the pages of single resources share: a heading with a link to the list while there is no data. */
const pageOf = (title: MessageDescriptor, list: ListLink) => ({
  staticData: { resource: { title, list } },
  pendingComponent: PagePending,
})

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

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

/** Every page that needs a sign-in. Without a session it redirects to the sign-in page, which leads back here. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
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

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/home',
  component: lazyRouteComponent(() => withMessages(import('./home-screen.tsx')), 'HomeScreen'),
})

// The loader of a list starts its first page and does not wait: the page shows its heading and filters at once.

const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/users',
  validateSearch: usersSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { usersQuery, userQuery } = await import('../features/users/queries.ts')
    void queryClient.prefetchQuery(usersQuery(deps))
    if (deps.user !== undefined) void queryClient.prefetchQuery(userQuery(deps.user))
  },
  component: lazyRouteComponent(() => import('./users-screen.tsx'), 'UsersScreen'),
})

const accessRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => withMessages(import('../features/access/access-page.tsx')), 'AccessPage'),
})

const holdersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/access/$kind/$id',
  validateSearch: holdersSearch,
  component: lazyRouteComponent(() => withMessages(import('./holders-screen.tsx')), 'HoldersScreen'),
})

const uploadsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads',
  loader: async ({ context: { queryClient } }) => {
    const { uploadListQuery } = await withMessages(import('../features/uploads/queries.ts'))
    void queryClient.prefetchInfiniteQuery(uploadListQuery)
  },
  component: lazyRouteComponent(() => withMessages(import('../features/uploads/list/uploads-page.tsx')), 'UploadsPage'),
})

const uploadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads/$uploadId',
  ...pageOf(msg`Upload`, { href: paths.uploads(), title: msg`Uploads`, open: msg`Open the list of uploads` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { uploadQuery } = await withMessages(import('../features/uploads/queries.ts'))
    await queryClient.ensureQueryData(uploadQuery(params.uploadId))
  },
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => withMessages(import('../features/uploads/upload-page.tsx')), 'UploadPage'),
})

const plansRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans',
  validateSearch: plansSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { planListQuery } = await import('../features/plans/queries.ts')
    void queryClient.prefetchInfiniteQuery(planListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/plans/list/plans-page.tsx')), 'PlansPage'),
})

const planRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans/$planId',
  ...pageOf(msg`Plan`, { href: paths.plans(), title: msg`Plans`, open: msg`Open the list of plans` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { planQuery } = await import('../features/plans/queries.ts')
    await queryClient.ensureQueryData(planQuery(params.planId))
  },
  validateSearch: planSearch,
  component: lazyRouteComponent(() => withMessages(import('./plan-screen.tsx')), 'PlanScreen'),
})

const approvalsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/approvals',
  validateSearch: approvalsSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { approvalListQuery } = await import('../features/plans/approval/queries.ts')
    void queryClient.prefetchInfiniteQuery(approvalListQuery(deps))
  },
  component: lazyRouteComponent(
    () => withMessages(import('../features/plans/approval/approvals-page.tsx')),
    'ApprovalsPage',
  ),
})

const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs',
  validateSearch: jobsSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { jobListQuery } = await import('../features/jobs/queries.ts')
    void queryClient.prefetchInfiniteQuery(jobListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/jobs/list/jobs-page.tsx')), 'JobsPage'),
})

const jobRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs/$jobId',
  ...pageOf(msg`Job`, { href: paths.jobs(), title: msg`Jobs`, open: msg`Open the list of jobs` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { jobQuery } = await import('../features/jobs/queries.ts')
    await queryClient.ensureQueryData(jobQuery(params.jobId))
  },
  validateSearch: jobSearch,
  component: lazyRouteComponent(() => withMessages(import('../features/jobs/job-page.tsx')), 'JobPage'),
})

const erasuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures',
  validateSearch: erasuresSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { erasureListQuery } = await import('../features/erasures/queries.ts')
    void queryClient.prefetchInfiniteQuery(erasureListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('./erasures-screen.tsx')), 'ErasuresScreen'),
})

const erasureRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/$erasureId',
  ...pageOf(msg`Erasure`, { href: paths.erasures(), title: msg`Erasures`, open: msg`Open the list of erasures` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { erasureQuery } = await import('../features/erasures/queries.ts')
    await queryClient.ensureQueryData(erasureQuery(params.erasureId))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/erasures/erasure-page.tsx')), 'ErasurePage'),
})

const casesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/cases',
  validateSearch: casesSearch,
  component: lazyRouteComponent(() => withMessages(import('../features/cases/cases-page.tsx')), 'CasesPage'),
})

const caseRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/cases/$caseId',
  ...pageOf(msg`Erasure case`, {
    href: paths.erasureCases(),
    title: msg`Erasure cases`,
    open: msg`Open the list of cases`,
  }),
  loader: async ({ context: { queryClient }, params }) => {
    const { caseQuery } = await import('../features/cases/queries.ts')
    await queryClient.ensureQueryData(caseQuery(params.caseId))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/cases/case-page.tsx')), 'CasePage'),
})

const receiptRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/$erasureId/receipt',
  ...pageOf(msg`Receipt`, { href: paths.erasures(), title: msg`Erasures`, open: msg`Open the list of erasures` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { receiptQuery } = await import('../features/receipts/queries.ts')
    await queryClient.ensureQueryData(receiptQuery(params.erasureId))
  },
  component: lazyRouteComponent(() => withMessages(import('../features/receipts/receipt-page.tsx')), 'ReceiptPage'),
})

/** Needs no session: anyone with a receipt can verify it. */
const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => withMessages(import('../features/receipts/verify-page.tsx')), 'VerifyPage'),
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
    const { membersQuery } = await import('../features/members/queries.ts')
    void queryClient.prefetchQuery(membersQuery)
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
    homeRoute,
    usersRoute,
    accessRoute,
    holdersRoute,
    uploadsRoute,
    uploadRoute,
    plansRoute,
    planRoute,
    approvalsRoute,
    jobsRoute,
    jobRoute,
    erasuresRoute,
    erasureRoute,
    casesRoute,
    caseRoute,
    receiptRoute,
    auditRoute,
    settingsRoute,
    membersRoute,
    notFoundRoute,
  ]),
])
