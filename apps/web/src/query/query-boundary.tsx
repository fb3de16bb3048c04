import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { ErrorState } from '../ui/page/error-state.tsx'
import { LoadingRows } from '../ui/page/loading-rows.tsx'

interface QueryBoundaryProps {
  /** What is loading: "Loading the guards". */
  readonly loading: string
  readonly rows?: number
  /** The filter of the query. A change of it leaves an error behind. */
  readonly filter?: object
  /** Reads its data by `useSuspenseQuery`. */
  readonly children: ReactNode
}

/** A part of a page that waits for its data: placeholder rows first, or the error with a button to try again. */
export function QueryBoundary({ loading, rows = 8, filter = {}, children }: QueryBoundaryProps): ReactNode {
  const key = JSON.stringify(filter)
  return (
    <CatchBoundary getResetKey={() => key} errorComponent={QueryError}>
      <Suspense fallback={<LoadingRows label={loading} rows={rows} />}>{children}</Suspense>
    </CatchBoundary>
  )
}

function QueryError({ error, reset }: ErrorComponentProps): ReactNode {
  const queries = useQueryErrorResetBoundary()
  const retry = (): void => {
    queries.reset()
    reset()
  }
  return <ErrorState error={error} onRetry={retry} />
}
