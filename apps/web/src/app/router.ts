import { createRouter } from '@tanstack/react-router'
import { setSignedOutHandler } from '../lib/api.ts'
import { sessionQuery } from '../lib/session.ts'
import { buildUrl } from '../lib/url.ts'
import { NotFound } from './not-found.tsx'
import { PageError } from './page-error.tsx'
import { queryClient } from './query-client.ts'
import { routeTree } from './routes.ts'

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  // Plain texts, as `paths` writes them: no JSON in the address bar.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => buildUrl('', {}, search),
})

setSignedOutHandler(() => {
  if (router.state.location.pathname === '/sign-in') return
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey, refetchType: 'none' })
  void router.navigate({ to: '/sign-in', search: { to: router.state.location.href }, replace: true })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
