import {
  type InfiniteData,
  type QueryKey,
  type UseSuspenseInfiniteQueryOptions,
  useSuspenseInfiniteQuery,
} from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadMore } from '../ui/page/load-more.tsx'
import { RowTable } from '../ui/page/row-table.tsx'
import { QueryBoundary } from './query-boundary.tsx'
import { useLoadedFilter } from './use-loaded-filter.ts'

interface RowsPage {
  readonly items: readonly unknown[]
}

export interface ListRowsProps<P extends RowsPage, K extends QueryKey, F extends object> {
  readonly filter: F
  /** The list of a filter, page by page. */
  readonly queryOf: (filter: F) => UseSuspenseInfiniteQueryOptions<P, Error, InfiniteData<P>, K, string | null>
  /** What is loading: "Loading jobs". */
  readonly loading: string
  readonly loadingRows?: number | undefined
  /** What the rows are: "Jobs". */
  readonly label: string
  /** May depend on the loaded rows: a column that is empty in all of them has no place. */
  readonly columns: readonly string[] | ((items: readonly P['items'][number][]) => readonly string[])
  /** On a narrow screen, values stand behind the names of their columns. */
  readonly isLabeled?: boolean | undefined
  /** Number of all rows, if known. */
  readonly total?: number | undefined
  readonly renderRow: (item: P['items'][number], index: number, items: readonly P['items'][number][]) => ReactNode
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode
}

/** The rows of a list, with the button that loads more of them. The earlier rows stay while another filter loads. */
export function ListRows<P extends RowsPage, K extends QueryKey, F extends object>(
  props: ListRowsProps<P, K, F>,
): ReactNode {
  return (
    <QueryBoundary loading={props.loading} rows={props.loadingRows ?? 8} filter={props.filter}>
      <LoadedRows {...props} />
    </QueryBoundary>
  )
}

function LoadedRows<P extends RowsPage, K extends QueryKey, F extends object>(
  props: ListRowsProps<P, K, F>,
): ReactNode {
  const { queryOf, label, columns, isLabeled, total, renderRow, empty } = props
  const query = useSuspenseInfiniteQuery(queryOf(useLoadedFilter(props.filter)))
  const items = query.data.pages.flatMap((page): readonly P['items'][number][] => page.items)
  if (items.length === 0) return empty
  return (
    <>
      <RowTable label={label} columns={typeof columns === 'function' ? columns(items) : columns} isLabeled={isLabeled}>
        {items.map(renderRow)}
      </RowTable>
      <LoadMore
        shown={items.length}
        {...(total === undefined ? {} : { total })}
        hasMore={query.hasNextPage}
        busy={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
