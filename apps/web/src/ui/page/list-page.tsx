import type { ReactNode } from 'react'
import { LoadMore } from './load-more.tsx'
import { Page, type PageProps } from './page.tsx'
import { type QueryResult, QueryState } from './query-state.tsx'
import { RowTable } from './row-table.tsx'

interface ListPageProps<T> extends Omit<PageProps, 'children'> {
  /** The list, page by page. */
  readonly query: QueryResult<{ readonly pages: readonly { readonly items: readonly T[] }[] }> & {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  /** What is loading: "Loading jobs". */
  readonly loading: string
  readonly loadingRows?: number
  readonly columns: readonly string[]
  readonly renderRow: (item: T) => ReactNode
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode
  /** Above the list: filters, buttons. */
  readonly children?: ReactNode
}

/** A page with a list: filters, rows, and the button that loads more of them. */
export function ListPage<T>({
  query,
  loading,
  loadingRows = 8,
  columns,
  renderRow,
  empty,
  children,
  ...page
}: ListPageProps<T>): ReactNode {
  return (
    <Page {...page}>
      {children}
      <QueryState query={query} loading={loading} rows={loadingRows}>
        {({ pages }) => {
          const items = pages.flatMap((one) => one.items)
          if (items.length === 0) return empty
          return (
            <>
              <RowTable label={page.title} columns={columns}>
                {items.map(renderRow)}
              </RowTable>
              <LoadMore
                shown={items.length}
                hasMore={query.hasNextPage}
                busy={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            </>
          )
        }}
      </QueryState>
    </Page>
  )
}
