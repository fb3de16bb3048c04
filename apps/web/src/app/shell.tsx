import { Trans } from '@lingui/react/macro'
import { CatchBoundary, Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { lazy, type ReactNode, useEffect } from 'react'
import { followMemberLanguage } from '../lib/language/active-language.ts'
import { useSession } from '../lib/session.ts'
import { EnvironmentMarker } from './environment-marker.tsx'
import { LazyPart } from './lazy-part.tsx'
import { PageError } from './page-error.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'

// One file, which loads after the first paint.
const parts = () => import('./shell-parts.tsx')
const EventBridge = lazy(async () => ({ default: (await parts()).EventBridge }))
const Banners = lazy(async () => ({ default: (await parts()).Banners }))
const SignInAgain = lazy(async () => ({ default: (await parts()).SignInAgain }))
const StepUp = lazy(async () => ({ default: (await parts()).StepUp }))
const JobTray = lazy(async () => ({ default: (await parts()).JobTray }))

/** What stays while pages change: environment, navigation, job tray, event stream. */
export function Shell(): ReactNode {
  const session = useSession()
  const location = useLocation()
  const language = session.member?.language ?? null
  useEffect(() => followMemberLanguage(language), [language])
  // The member has signed out.
  if (session.member === null) return <SignedOut />
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        <Trans>Skip to the page</Trans>
      </a>
      <LazyPart>
        <EventBridge />
      </LazyPart>
      <EnvironmentMarker environment={session.environment} accountName={session.accountName} />
      <Rail member={session.member} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <LazyPart>
          <Banners />
        </LazyPart>
        <CatchBoundary getResetKey={() => location.pathname} errorComponent={PageError}>
          <Outlet />
        </CatchBoundary>
      </main>
      <LazyPart>
        <JobTray />
      </LazyPart>
      <LazyPart>
        <StepUp />
      </LazyPart>
      <LazyPart>
        <SignInAgain />
      </LazyPart>
    </div>
  )
}

/** Redirects to the sign-in page once, with the way back. Renders nothing. */
function SignedOut(): null {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.latestLocation
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { to: href }, replace: true })
  }, [router])
  return null
}
