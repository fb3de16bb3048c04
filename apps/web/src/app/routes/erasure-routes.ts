import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../lib/language/active-language.ts'
import { casesSearch, erasuresSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { appRoute, pageOf } from './app-route.ts'

const erasuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures',
  validateSearch: erasuresSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { erasureListQuery } = await import('../../features/erasures/queries.ts')
    void queryClient.prefetchInfiniteQuery(erasureListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../erasures-screen.tsx')), 'ErasuresScreen'),
})

const erasureRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/$erasureId',
  ...pageOf(msg`Erasure`, { href: paths.erasures(), title: msg`Erasures`, open: msg`Open the list of erasures` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { erasureQuery } = await import('../../features/erasures/queries.ts')
    await queryClient.ensureQueryData(erasureQuery(params.erasureId))
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/erasures/erasure-page.tsx')), 'ErasurePage'),
})

const casesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/cases',
  validateSearch: casesSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const { caseListQuery } = await import('../../features/cases/queries.ts')
    void queryClient.prefetchInfiniteQuery(caseListQuery(deps))
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/cases/cases-page.tsx')), 'CasesPage'),
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
    const { caseQuery } = await import('../../features/cases/queries.ts')
    await queryClient.ensureQueryData(caseQuery(params.caseId))
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/cases/case-page.tsx')), 'CasePage'),
})

const receiptRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/erasures/$erasureId/receipt',
  ...pageOf(msg`Receipt`, { href: paths.erasures(), title: msg`Erasures`, open: msg`Open the list of erasures` }),
  loader: async ({ context: { queryClient }, params }) => {
    const { receiptQuery } = await import('../../features/receipts/queries.ts')
    await queryClient.ensureQueryData(receiptQuery(params.erasureId))
  },
  component: lazyRouteComponent(() => withMessages(import('../../features/receipts/receipt-page.tsx')), 'ReceiptPage'),
})

/** Erasures, their cases and receipts. */
export const erasureRoutes = [erasuresRoute, erasureRoute, casesRoute, caseRoute, receiptRoute] as const
