import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { type ErrorComponentProps, useMatch, useRouter } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { EmptyState } from '../ui/page/empty-state.tsx'
import { ErrorState } from '../ui/page/error-state.tsx'
import { Page } from '../ui/page/page.tsx'
import { RetryButton } from '../ui/page/retry-button.tsx'

/** Error messages of the browsers and of the build when a chunk does not load. */
const chunkError = /dynamically imported module|importing a module script|preload CSS/i

/** A page that failed to load or to render. The navigation around it still works. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter()
  const { resource } = useMatch({ strict: false, select: (match) => match.staticData })
  if (error instanceof Error && chunkError.test(error.message)) return <ChunkMissing />
  const retry = (): void => {
    reset()
    void router.invalidate()
  }
  if (resource === undefined) {
    return (
      <Page title={t`Something went wrong`}>
        <ErrorState error={error} onRetry={retry} />
      </Page>
    )
  }
  const { list } = resource
  return (
    <Page title={i18n._(resource.title)} above={<AppLink href={list.href}>{i18n._(list.title)}</AppLink>}>
      <ErrorState error={error} onRetry={retry} exit={<AppLink href={list.href}>{i18n._(list.open)}</AppLink>} />
    </Page>
  )
}

/** The tab is older than the server, or the server is unreachable. A reload helps in both cases. */
function ChunkMissing(): ReactNode {
  return (
    <Page title={t`Not loaded`}>
      <div role="alert">
        <EmptyState
          icon={<CloudOff size={28} strokeWidth={1.5} />}
          title={t`This part of Muster did not load`}
          actions={
            <RetryButton onClick={() => window.location.reload()}>
              <Trans>Reload the page</Trans>
            </RetryButton>
          }
        >
          <Trans>Muster is unreachable, or was updated after this tab was opened. Your earlier work is safe.</Trans>
        </EmptyState>
      </div>
    </Page>
  )
}
