import { Trans } from '@lingui/react/macro'
import { CatchBoundary, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, type ReactNode, useEffect } from 'react'
import { CredentialBanner } from '../features/connection/credential-banner.tsx'
import { StopBanner } from '../features/guards/stop-banner.tsx'
import { HoldBanner } from '../features/hold/hold-banner.tsx'
import { followMemberLanguage } from '../lib/language/active-language.ts'
import { useSession } from '../lib/session.ts'
import { EnvironmentMarker } from './environment-marker.tsx'
import { EventBridge } from './event-bridge.tsx'
import { LazyPart } from './lazy-part.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { PageError } from './page-error.tsx'
import { Rail } from './rail.tsx'
import { SessionEnd } from './session-end.tsx'
import classes from './shell.module.css'
import { SignedOut } from './signed-out.tsx'

const SignInAgain = lazy(async () => ({
  default: (await import('../features/session/sign-in-again.tsx')).SignInAgain,
}))
const JobTray = lazy(async () => ({ default: (await import('../features/jobs/list/job-tray.tsx')).JobTray }))

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
      <EventBridge />
      <EnvironmentMarker environment={session.environment} accountName={session.accountName} />
      <Rail member={session.member} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <SessionEnd />
        <OfflineBanner />
        <HoldBanner />
        <CredentialBanner />
        <StopBanner />
        <CatchBoundary getResetKey={() => location.pathname} errorComponent={PageError}>
          <Outlet />
        </CatchBoundary>
      </main>
      <LazyPart>
        <JobTray />
      </LazyPart>
      <LazyPart>
        <SignInAgain />
      </LazyPart>
    </div>
  )
}
