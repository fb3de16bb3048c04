import type { ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'
import { LoadingRows } from './loading-rows.tsx'

/** The part of a query's result that `QueryState` and `ListPage` read. */
export interface QueryResult<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly isError: boolean
  readonly refetch: () => unknown
}

interface QueryStateProps<T> {
  readonly query: QueryResult<T>
  /** What is loading: "Loading the guards". */
  readonly loading: string
  readonly rows?: number
  readonly children: (data: T) => ReactNode
}

/** Data of a query as soon as there is any; before that, its error or placeholder rows. */
export function QueryState<T>({ query, loading, rows = 8, children }: QueryStateProps<T>): ReactNode {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <LoadingRows label={loading} rows={rows} />
}
