import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { lazy, type ReactNode, useEffect, useState } from 'react'
import { CredentialBanner } from '../features/connection/credential-banner.tsx'
import { StopBanner } from '../features/guards/stop-banner.tsx'
import { HoldBanner } from '../features/hold/hold-banner.tsx'
import { breakGlassQuery } from '../features/members/break-glass-query.ts'
import { ApiError } from '../lib/api-error.ts'
import { useStreamState } from '../lib/events.ts'
import { withMessages } from '../lib/language/active-language.ts'
import { sessionQuery, useMay } from '../lib/session.ts'
import { useSessionLost } from '../lib/session-loss.ts'
import { useProofRequest } from '../lib/step-up.ts'
import { Sentence } from '../ui/facts/sentence.tsx'
import { LazyPart } from './lazy-part.tsx'
import classes from './offline-banner.module.css'
import { SessionEnd } from './session-end.tsx'

/** Shorter interruptions are not worth a message. */
const patienceMs = 3_000

/** Why Muster refuses this page's requests, in the server's sentence; null if it is unreachable, or accepts them. */
function useRefusal(): string | null {
  const { error } = useQuery(sessionQuery)
  return error instanceof ApiError && error.problem.code !== 'offline' ? error.problem.detail : null
}

/** Warns that the event stream is lost: the page may be outdated, and requests may fail. */
function OfflineBanner(): ReactNode {
  const state = useStreamState()
  const refusal = useRefusal()
  const isLost = state === 'lost' || state === 'refused'
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isLost) return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isLost])
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="status">
      {isLost && isLong ? (
        <p className={classes.banner}>
          <WifiOff size={16} aria-hidden="true" />
          {state === 'refused' && refusal !== null ? (
            <Sentence text={refusal} />
          ) : state === 'lost' ? (
            <Trans>Muster is unreachable. This page may be outdated. It reloads its data after the reconnect.</Trans>
          ) : (
            <Trans>
              Muster sends no live updates. This page may be outdated. It reloads its data after the reconnect.
            </Trans>
          )}
        </p>
      ) : null}
    </div>
  )
}

export { PaletteButton } from '../features/commands/palette-button.tsx'
export { DirectoryFreshness } from '../features/directory/directory-freshness.tsx'
export { JobTray } from '../features/jobs/list/job-tray.tsx'
export { UnresolvedBadge } from '../features/jobs/list/unresolved-badge.tsx'
export { ApprovalsLink } from '../features/plans/approval/approvals-link.tsx'
export { MemberMenu } from '../features/session/member-menu.tsx'
export { ViewLinks } from '../features/users/views/view-links.tsx'
export { EventBridge } from './event-bridge.tsx'

const BreakGlassBanner = lazy(async () => ({
  default: (await withMessages(import('../features/members/break-glass-banner.tsx'))).BreakGlassBanner,
}))

/** Its code and messages load only where the account was used. */
function BreakGlass(): ReactNode {
  const mayRead = useMay('members:read')
  const { usedAt = null, usedFrom = null } = useQuery({ ...breakGlassQuery, enabled: mayRead }).data ?? {}
  if (usedAt === null) return null
  return (
    <LazyPart>
      <BreakGlassBanner usedAt={usedAt} usedFrom={usedFrom} />
    </LazyPart>
  )
}

/** What concerns every page and is mostly absent. */
export function Banners(): ReactNode {
  return (
    <>
      <SessionEnd />
      <OfflineBanner />
      <HoldBanner />
      <CredentialBanner />
      <StopBanner />
      <BreakGlass />
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
