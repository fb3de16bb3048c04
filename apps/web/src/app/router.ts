import { createRouter } from '@tanstack/react-router'
import { setSessionRecovery } from '../lib/api.ts'
import { followSignOuts, refreshSession, sessionQuery } from '../lib/session.ts'
import { untilRenewed } from '../lib/session-loss.ts'
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
  // Plain text as `paths` builds it, no JSON in the URL.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => buildUrl('', {}, search),
})

/** Another tab may have a new session. Otherwise the member signs in over the page, which keeps its input. */
async function recoverSession(): Promise<void> {
  await refreshSession(queryClient)
  await untilRenewed()
}

followSignOuts(queryClient)

setSessionRecovery((code) => {
  if (code !== 'not_signed_in' && code !== 'csrf_refused') return null
  if (queryClient.getQueryData(sessionQuery.queryKey)?.member) return recoverSession()
  if (code === 'not_signed_in' && router.state.location.pathname !== '/sign-in')
    void router.navigate({
      to: '/sign-in',
      search: { to: router.state.location.href },
      replace: true,
      ignoreBlocker: true,
    })
  return null
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
