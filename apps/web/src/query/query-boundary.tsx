import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router'
import { createContext, type ReactNode, Suspense, use } from 'react'
import { ErrorState } from '../ui/page/error-state.tsx'
import { LoadingRows } from '../ui/page/loading-rows.tsx'

interface ErrorExit {
  readonly label: string
  readonly leave: () => void
}

interface QueryBoundaryProps {
  /** What is loading: "Loading the guards". */
  readonly loading: string
  readonly rows?: number
  /** The filter of the query. A change of it leaves an error behind. */
  readonly filter?: object
  /** What is known before the data loads. Shown above the placeholder rows or the error. */
  readonly known?: ReactNode
  /** The way out of an error that a retry would meet again; null for the others. */
  readonly exitOf?: (error: unknown) => ErrorExit | null
  /** Reads its data by `useSuspenseQuery`. */
  readonly children: ReactNode
}

const BoundaryContext = createContext<Pick<QueryBoundaryProps, 'known' | 'exitOf'>>({})

/** A part of a page that waits for its data: placeholder rows first, or the error with a button to try again. */
export function QueryBoundary(props: QueryBoundaryProps): ReactNode {
  const { loading, rows = 8, filter = {}, known, exitOf, children } = props
  const key = JSON.stringify(filter)
  const placeholder = (
    <>
      {known}
      <LoadingRows label={loading} rows={rows} />
    </>
  )
  return (
    <BoundaryContext value={{ known, ...(exitOf && { exitOf }) }}>
      <CatchBoundary getResetKey={() => key} errorComponent={QueryError}>
        <Suspense fallback={placeholder}>{children}</Suspense>
      </CatchBoundary>
    </BoundaryContext>
  )
}

function QueryError({ error, reset }: ErrorComponentProps): ReactNode {
  const queries = useQueryErrorResetBoundary()
  const { known, exitOf } = use(BoundaryContext)
  const exit = exitOf?.(error) ?? null
  const retry = (): void => {
    queries.reset()
    reset()
  }
  return (
    <>
      {known}
      {exit === null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <ErrorState error={error} onRetry={exit.leave} retryLabel={exit.label} />
      )}
    </>
  )
}
