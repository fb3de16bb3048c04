import { lazy, type ReactNode, useEffect } from 'react'
import { CredentialBanner } from '../features/connection/credential-banner.tsx'
import { StopBanner } from '../features/guards/stop-banner.tsx'
import { HoldBanner } from '../features/hold/hold-banner.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import { useSessionLost } from '../lib/session-loss.ts'
import { useProofRequest } from '../lib/step-up.ts'
import { LazyPart } from './lazy-part.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { SessionEnd } from './session-end.tsx'

export { PaletteButton } from '../features/commands/palette-button.tsx'
export { DirectoryFreshness } from '../features/directory/directory-freshness.tsx'
export { JobTray } from '../features/jobs/list/job-tray.tsx'
export { UnresolvedBadge } from '../features/jobs/list/unresolved-badge.tsx'
export { ApprovalsLink } from '../features/plans/approval/approvals-link.tsx'
export { MemberMenu } from '../features/session/member-menu.tsx'
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

const loadSignIn = () => import('../features/session/sign-in-again.tsx')
const SignInDialog = lazy(async () => ({ default: (await loadSignIn()).SignInDialog }))
/** The server may be gone when the session ends, so the form is loaded before, but after the page. */
const loadSignInAfterMs = 10_000

const ProofDialog = lazy(async () => ({
  default: (await withMessages(import('../features/factors/proof-dialog.tsx'))).ProofDialog,
}))

/** Requests a proof of who the member is over the page, when a call needs one. */
export function StepUp(): ReactNode {
  const request = useProofRequest()
  return request === null ? null : (
    <LazyPart>
      <ProofDialog request={request} />
    </LazyPart>
  )
}

/** Requests a sign-in over the page after the session has ended. */
export function SignInAgain(): ReactNode {
  const isLost = useSessionLost()
  useEffect(() => {
    const timer = setTimeout(() => void loadSignIn(), loadSignInAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return isLost ? (
    <LazyPart>
      <SignInDialog />
    </LazyPart>
  ) : null
}
