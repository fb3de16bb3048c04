import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ErrorState } from '../ui/error-state.tsx'
import { Page } from '../ui/page.tsx'

/** A page that could not be shown; the rail around it still works. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter()
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
