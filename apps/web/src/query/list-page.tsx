import type { QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Page, type PageProps } from '../ui/page/page.tsx'
import { ListRows, type ListRowsProps } from './list-rows.tsx'

interface ListPageProps<P extends { readonly items: readonly unknown[] }, K extends QueryKey, F extends object>
  extends Omit<PageProps, 'children'>,
    Omit<ListRowsProps<P, K, F>, 'label'> {
  /** Above the list: filters, buttons. */
  readonly children?: ReactNode
}

/** A page with a list: filters, rows, and the button that loads more of them. */
export function ListPage<P extends { readonly items: readonly unknown[] }, K extends QueryKey, F extends object>({
  filter,
  queryOf,
  loading,
  loadingRows,
  columns,
  total,
  renderRow,
  empty,
  children,
  ...page
}: ListPageProps<P, K, F>): ReactNode {
  const rows = { filter, queryOf, loading, loadingRows, columns, total, renderRow, empty }
  return (
    <Page {...page}>
      {children}
      <ListRows {...rows} label={page.title} />
    </Page>
  )
}
