import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../lib/language/active-language.ts'
import { approvalsSearch, jobSearch, jobsSearch, planSearch, plansSearch, uploadSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { appRoute, pageOf } from './app-route.ts'

const uploadsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads',
  loader: async ({ context: { queryClient } }) => {
    const { uploadListQuery } = await withMessages(import('../../features/uploads/queries.ts'))
    void queryClient.prefetchInfiniteQuery(uploadListQuery)
  },
  component: lazyRouteComponent(
    () => withMessages(import('../../features/uploads/list/uploads-page.tsx')),
    'UploadsPage',
  ),
})

const uploadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads/$uploadId',
  ...pageOf(msg`Upload`, { href: paths.uploads(), title: msg`Uploads`, open: msg`Open the list of uploads` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { uploadQuery } = await withMessages(import('../../features/uploads/queries.ts'))
    await queryClient.ensureQueryData(uploadQuery(params.uploadId))
  },
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => withMessages(import('../upload-screen.tsx')), 'UploadScreen'),
})

const plansRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans',
  validateSearch: plansSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { planListQuery } = await import('../../features/plans/queries.ts')
    void queryClient.prefetchInfiniteQuery(planListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../plans-screen.tsx')), 'PlansScreen'),
})

const planRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/plans/$planId',
  ...pageOf(msg`Plan`, { href: paths.plans(), title: msg`Plans`, open: msg`Open the list of plans` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { planQuery } = await import('../../features/plans/queries.ts')
    await queryClient.ensureQueryData(planQuery(params.planId))
  },
  validateSearch: planSearch,
  component: lazyRouteComponent(() => withMessages(import('../plan-screen.tsx')), 'PlanScreen'),
})

const approvalsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/approvals',
  validateSearch: approvalsSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { approvalListQuery } = await import('../../features/plans/approval/queries.ts')
    void queryClient.prefetchInfiniteQuery(approvalListQuery(deps))
  },
  component: lazyRouteComponent(
    () => withMessages(import('../../features/plans/approval/approvals-page.tsx')),
    'ApprovalsPage',
  ),
})

const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs',
  validateSearch: jobsSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { jobListQuery } = await import('../../features/jobs/queries.ts')
    void queryClient.prefetchInfiniteQuery(jobListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/jobs/list/jobs-page.tsx')), 'JobsPage'),
})

const jobRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs/$jobId',
  ...pageOf(msg`Job`, { href: paths.jobs(), title: msg`Jobs`, open: msg`Open the list of jobs` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { jobQuery } = await import('../../features/jobs/queries.ts')
    await queryClient.ensureQueryData(jobQuery(params.jobId))
  },
  validateSearch: jobSearch,
  component: lazyRouteComponent(() => withMessages(import('../../features/jobs/job-page.tsx')), 'JobPage'),
})

/** From a file to the report: uploads, plans, approvals and jobs. */
export const changeRoutes = [
  uploadsRoute,
  uploadRoute,
  plansRoute,
  planRoute,
  approvalsRoute,
  jobsRoute,
  jobRoute,
] as const
