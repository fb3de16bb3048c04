import { createPlan } from '@muster/contracts/plans'
import type { RouteInput } from '@muster/contracts/route'
import {
  correctUpload,
  deleteUpload,
  fixUploadRows,
  getUpload,
  listUploadRows,
  listUploads,
  type UploadEntry,
} from '@muster/contracts/uploads'
import { listUsers } from '@muster/contracts/users'
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import type { UploadSearch } from '../../lib/page-search.ts'
import { nearest, searchesFor } from './issues/similar-addresses.ts'
import { isProcessing } from './upload-words.ts'

const uploadsKey = ['uploads'] as const

/** How long between readings while a file is read; events make it faster, never necessary. */
const fallbackMs = 1_500
const rowsAPage = 100

export type Correction = RouteInput<typeof correctUpload>['body']
export type Fix = RouteInput<typeof fixUploadRows>['body']

export const uploadQuery = (uploadId: string) =>
  queryOptions({
    queryKey: [...uploadsKey, 'one', uploadId],
    queryFn: ({ signal }) => call(getUpload, { params: { id: uploadId }, signal }),
    refetchInterval: (query) => (query.state.data !== undefined && isProcessing(query.state.data) ? fallbackMs : false),
  })

export const uploadListQuery = infiniteQueryOptions({
  queryKey: [...uploadsKey, 'list'],
  queryFn: ({ pageParam, signal }) =>
    call(listUploads, { query: { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
  initialPageParam: null as string | null, // the first page has no cursor
  getNextPageParam: (page) => page.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some(isProcessing)) ? fallbackMs * 2 : false,
})

/** The rows of a file by keyset pages, from a row number on where one is asked for. */
export const uploadRowsQuery = (uploadId: string, filter: UploadSearch) => {
  const { from, ...rest } = filter
  return infiniteQueryOptions({
    queryKey: [...uploadsKey, 'rows', uploadId, filter],
    queryFn: ({ pageParam, signal }) =>
      call(listUploadRows, {
        params: { id: uploadId },
        query: { ...rest, limit: rowsAPage, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    // The cursor of rows is the number of the row before, so every row can be gone to.
    initialPageParam: from === undefined ? null : String(from - 1),
    getNextPageParam: (page) => page.next,
  })
}

/** People whose address is almost the one written. */
export const similarUsersQuery = (address: string) =>
  queryOptions({
    queryKey: [...uploadsKey, 'near', address],
    queryFn: async ({ signal }) => {
      for (const q of searchesFor(address)) {
        const { items } = await call(listUsers, { query: { q, sort: 'email', limit: 50 }, signal })
        const near = nearest(address, items)
        if (near.length > 0) return near
      }
      return []
    },
    staleTime: 60_000,
  })

/** Corrects what was understood; the file is read or checked again. */
export const correctUploadMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (correction: Correction) => call(correctUpload, { params: { id: uploadId }, body: correction }),
    onSuccess: (upload) => adoptUpload(client, upload),
  })

/** Fixes cells, rows or a whole cause; settles when the rows on screen were read again. */
export const fixRowsMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (fix: Fix) => call(fixUploadRows, { params: { id: uploadId }, body: fix }),
    onSuccess: async (upload) => {
      adoptUpload(client, upload)
      await client.invalidateQueries({ queryKey: [...uploadsKey, 'rows', uploadId] })
    },
  })

export const deleteUploadMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (uploadId: string) => call(deleteUpload, { params: { id: uploadId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...uploadsKey, 'list'] }),
  })

/** A plan of what the rows ask for. Nothing is sent to Kore.ai. */
export const planUploadMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(createPlan, { body: { kind: 'upload', uploadId } }),
    onSettled: () => void client.invalidateQueries({ queryKey: [...uploadsKey, 'one', uploadId] }),
  })

/** Takes over an upload the server told us about. */
export function adoptUpload(client: QueryClient, upload: UploadEntry): void {
  client.setQueryData(uploadQuery(upload.id).queryKey, upload)
  void client.invalidateQueries({ queryKey: uploadListQuery.queryKey })
}

/** Reads an upload again, its rows too: something about it moved. */
export function refreshUpload(client: QueryClient, uploadId: string): void {
  void client.invalidateQueries({ queryKey: [...uploadsKey, 'one', uploadId] })
  void client.invalidateQueries({ queryKey: [...uploadsKey, 'rows', uploadId] })
  void client.invalidateQueries({ queryKey: uploadListQuery.queryKey })
}
