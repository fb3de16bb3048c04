import {
  changeSavedView,
  createSavedView,
  deleteSavedView,
  listSavedViews,
  type SavedView,
} from '@muster/contracts/saved-views/saved-views'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/api.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { filterOf } from '../list/search-values.ts'

export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: async ({ signal }) => (await call(listSavedViews, { signal })).items,
  staleTime: 60_000,
})

/** The address of a view. Its columns are in it, and leave those of the member as they are. */
export const viewPath = ({ search, columns }: SavedView): string =>
  paths.users({ ...search, ...(columns === null ? {} : { columns: columns.join(' ') }) })

/** The part of an address that a view keeps: neither the page, the open user nor the selection. */
export function searchOfView(search: UsersSearch): SavedView['search'] {
  const { selection: _, ...filter } = filterOf(search)
  return { ...filter, ...(search.sort === undefined ? {} : { sort: search.sort }) }
}

const refetched = (client: QueryClient) => ({
  onSettled: () => client.invalidateQueries({ queryKey: savedViewsQuery.queryKey }),
})

/** Saves a view: a new one without an ID. */
export const saveViewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...body }: Omit<SavedView, 'id'> & { readonly id: string | null }) =>
      id === null ? call(createSavedView, { body }) : call(changeSavedView, { params: { id }, body }),
    ...refetched(client),
  })

export const deleteViewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call(deleteSavedView, { params: { id } }),
    ...refetched(client),
  })
