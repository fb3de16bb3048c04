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
  // The answer is the proof. Were the member only marked as out of date, the door would still take them for signed in and
  // send them straight back, round and round until the server had enough.
  queryClient.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, member: null, csrfToken: null })
  void router.navigate({
    to: '/sign-in',
    search: { to: router.state.location.href },
    replace: true,
    ignoreBlocker: true,
  })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
