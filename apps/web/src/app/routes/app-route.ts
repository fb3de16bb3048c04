import type { MessageDescriptor } from '@lingui/core'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../../lib/session.ts'
import { Opening, PagePending } from '../page-pending.tsx'
import { Shell } from '../shell.tsx'

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
export const pageOf = (title: MessageDescriptor, list: ListLink) => ({
  staticData: { resource: { title, list } },
  pendingComponent: PagePending,
})

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

/** Every page that needs a sign-in. Without a session it redirects to the sign-in page, which leads back here. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData({ ...sessionQuery, revalidateIfStale: true })
    if (session.member === null) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true })
  },
  component: Shell,
  pendingComponent: Opening,
})
