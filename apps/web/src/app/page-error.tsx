import { Button } from '@mantine/core'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../ui/page/empty-state.tsx'
import { ErrorState } from '../ui/page/error-state.tsx'
import { Page } from '../ui/page/page.tsx'

/** What browsers and the build say where a part of the desk did not arrive. */
const notArrived = /dynamically imported module|importing a module script|preload CSS/i

/** A page that could not be shown; the rail around it still works. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter()
  if (error instanceof Error && notArrived.test(error.message)) return <PartMissing />
  return (
    <Page title="Something went wrong">
      <ErrorState
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </Page>
  )
}

/** The tab is older than the server, or the server is away: either way a reload is the way on. */
function PartMissing(): ReactNode {
  return (
    <Page title="Not loaded">
      <div role="alert">
        <EmptyState
          icon={<CloudOff size={28} strokeWidth={1.5} />}
          title="This part of Muster did not load"
          actions={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
        >
          Muster cannot be reached at the moment, or was updated since this tab was opened. What you did before is safe.
        </EmptyState>
      </div>
    </Page>
  )
}
