import type { ReactNode } from 'react'
import { CredentialBanner } from '../features/connection/credential-banner.tsx'
import { StopBanner } from '../features/guards/stop-banner.tsx'
import { HoldBanner } from '../features/hold/hold-banner.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { SessionEnd } from './session-end.tsx'

export { DirectoryFreshness } from '../features/directory/directory-freshness.tsx'
export { JobTray } from '../features/jobs/list/job-tray.tsx'
export { UnresolvedBadge } from '../features/jobs/list/unresolved-badge.tsx'
export { MemberMenu } from '../features/session/member-menu.tsx'
export { SignInAgain } from '../features/session/sign-in-again.tsx'
export { EventBridge } from './event-bridge.tsx'

/** What concerns every page and is mostly absent. */
export function Banners(): ReactNode {
  return (
    <>
      <SessionEnd />
      <OfflineBanner />
      <HoldBanner />
      <CredentialBanner />
      <StopBanner />
    </>
  )
}
