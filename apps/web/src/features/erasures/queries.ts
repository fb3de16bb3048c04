import { type ErasureEntry, getErasure, listErasures } from '@muster/contracts/erasures'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { ErasuresSearch } from '../../lib/page-search.ts'

export const erasuresKey = ['erasures'] as const

/** Interval of requests that replace missed events. The server checks Kore.ai on its own schedule. */
const fallbackMs = 15_000

const isOpen = (state: ErasureEntry['state']) => state === 'queued' || state === 'in_progress'

export const erasureListQuery = (search: ErasuresSearch) =>
  infiniteQueryOptions({
    queryKey: [...erasuresKey, 'list', search],
    queryFn: ({ pageParam, signal }) =>
      call(listErasures, {
        query: { ...search, limit: 30, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((entry) => isOpen(entry.state))) ? fallbackMs : false,
  })

export const erasureQuery = (erasureId: string) =>
  queryOptions({
    queryKey: [...erasuresKey, 'one', erasureId],
    queryFn: ({ signal }) => call(getErasure, { params: { id: erasureId }, signal }),
    refetchInterval: (query) => (query.state.data !== undefined && isOpen(query.state.data.state) ? fallbackMs : false),
  })
