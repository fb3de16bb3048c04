import { i18n } from '@lingui/core'
import { createPlan } from '@muster/contracts/plans'
import type { RouteInput, RouteOutput } from '@muster/contracts/route'
import {
  correctUpload,
  deleteUpload,
  fixUploadRows,
  getUpload,
  listUploadRows,
  listUploads,
  type UploadEntry,
  type UploadRow,
} from '@muster/contracts/uploads'
import { listUsers } from '@muster/contracts/users'
import { uploadIssueMessage, uploadIssueText } from '@muster/wording/upload-issue-text'
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { UploadSearch } from '../../lib/page-search.ts'
import { mostSimilar, searchesFor } from './issues/similar-addresses.ts'
import { mostUndone, undoCombined, undoExclusion, undoFix } from './issues/undo-fix.ts'
import { isProcessing } from './upload-text.ts'

const uploadsKey = ['uploads'] as const

/** Polling interval while a file is processed, for missed events. */
const fallbackMs = 1_500
const rowsAPage = 100

export type Correction = RouteInput<typeof correctUpload>['body']
export type Fix = RouteInput<typeof fixUploadRows>['body']

/** The server describes issues in English; their codes are rendered in the language of the page. */
const withRowMessages = (row: UploadRow): UploadRow => ({
  ...row,
  issues: row.issues.map((issue) => ({ ...issue, message: uploadIssueMessage(i18n, issue) })),
})

const withIssueTexts = (upload: UploadEntry): UploadEntry => ({
  ...upload,
  issues: upload.issues.map((group) => ({ ...group, ...uploadIssueText(i18n, group.code) })),
})

export const uploadQuery = (uploadId: string) =>
  queryOptions({
    queryKey: [...uploadsKey, 'one', uploadId],
    queryFn: ({ signal }) => call(getUpload, { params: { id: uploadId }, signal }),
    select: withIssueTexts,
    refetchInterval: (query) => (query.state.data !== undefined && isProcessing(query.state.data) ? fallbackMs : false),
  })

export const uploadListQuery = infiniteQueryOptions({
  queryKey: [...uploadsKey, 'list'],
  queryFn: ({ pageParam, signal }) => call(listUploads, { query: { limit: 30, ...cursorOf(pageParam) }, signal }),
  ...cursorPages,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some(isProcessing)) ? fallbackMs * 2 : false,
})

/** Pages of the rows of a file, starting at the requested row number if there is one. */
export const uploadRowsQuery = (uploadId: string, filter: UploadSearch) => {
  const { from, ...rest } = filter
  return infiniteQueryOptions({
    queryKey: [...uploadsKey, 'rows', uploadId, filter],
    queryFn: async ({ pageParam, signal }) => {
      const page = await call(listUploadRows, {
        params: { id: uploadId },
        query: { ...rest, limit: rowsAPage, ...cursorOf(pageParam) },
        signal,
      })
      return { ...page, items: page.items.map(withRowMessages) }
    },
    // The cursor is the number of the previous row, so a page can start at any row.
    initialPageParam: from === undefined ? null : String(from - 1),
    getNextPageParam: (page) => page.next,
  })
}

/** Users with an address similar to the given one. */
export const similarUsersQuery = (address: string) =>
  queryOptions({
    queryKey: [...uploadsKey, 'similar', address],
    queryFn: async ({ signal }) => {
      for (const q of searchesFor(address)) {
        const { items } = await call(listUsers, { query: { q, sort: 'email', limit: 50 }, signal })
        const similar = mostSimilar(address, items)
        if (similar.length > 0) return similar
      }
      return []
    },
    staleTime: 60_000,
  })

/** Key of the requests that change the rows of a file. */
const editKey = (uploadId: string) => [...uploadsKey, 'edit', uploadId]

/** Waits for the edits being saved, because a plan made before them has the old values. Throws if one is refused. */
async function untilSaved(uploadId: string, client: QueryClient): Promise<void> {
  const edits = client.getMutationCache().findAll({ mutationKey: editKey(uploadId), status: 'pending' })
  await Promise.all(edits.map((edit) => edit.continue()))
}

/** Corrects the detected format or the column mapping; the server reads or checks the file again. */
export const correctUploadMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationKey: editKey(uploadId),
    mutationFn: (correction: Correction) => call(correctUpload, { params: { id: uploadId }, body: correction }),
    onSuccess: (upload) => adoptUpload(client, upload),
  })

/** Fixes cells, rows or all rows of an issue. Resolves after the rows on screen are refetched. */
export const fixRowsMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationKey: editKey(uploadId),
    mutationFn: (fix: Fix) => call(fixUploadRows, { params: { id: uploadId }, body: fix }),
    onSuccess: (upload) => adoptFixed(client, { upload }),
  })

/** A fix of all rows of an issue. */
interface IssueFix {
  readonly issue: Pick<UploadEntry['issues'][number], 'key' | 'column'>
  readonly fix: Fix
}

type RowsFilter = Pick<RouteInput<typeof listUploadRows>['query'], 'issue' | 'level'>

/** The rows of a filter as they are, up to one more than can be undone. */
async function rowsBefore(uploadId: string, filter: RowsFilter): Promise<readonly UploadRow[]> {
  const rows: UploadRow[] = []
  let cursor: string | null = null
  do {
    const page: RouteOutput<typeof listUploadRows> = await call(listUploadRows, {
      params: { id: uploadId },
      query: { ...filter, limit: 200, ...(cursor === null ? {} : { cursor }) },
    })
    rows.push(...page.items)
    cursor = page.next
  } while (cursor !== null && rows.length <= mostUndone)
  return rows
}

interface Fixed {
  readonly upload: UploadEntry
  /** The requests that undo it, in order; none if it cannot be undone. */
  readonly undo: readonly Fix[]
}

const adoptFixed = async (client: QueryClient, { upload }: Pick<Fixed, 'upload'>): Promise<void> => {
  adoptUpload(client, upload)
  await client.invalidateQueries({ queryKey: [...uploadsKey, 'rows', upload.id] })
}

/** Fixes an issue in all its rows. */
export const fixIssueMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationKey: editKey(uploadId),
    mutationFn: async ({ issue, fix }: IssueFix): Promise<Fixed> => {
      const rows = fix.kind === 'combine' ? [] : await rowsBefore(uploadId, { issue: issue.key })
      const { combined, ...upload } = await call(fixUploadRows, { params: { id: uploadId }, body: fix })
      if (combined !== undefined) return { upload, undo: undoCombined(combined) }
      const undo = undoFix(fix, issue.column, rows)
      return { upload, undo: undo === null ? [] : [undo] }
    },
    onSuccess: (fixed) => adoptFixed(client, fixed),
  })

/** Excludes every row with errors, or includes every excluded row. */
export const excludeAllMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationKey: editKey(uploadId),
    mutationFn: async (level: 'error' | 'excluded'): Promise<Fixed> => {
      const rows = await rowsBefore(uploadId, { level })
      const { combined: _, ...upload } = await call(fixUploadRows, {
        params: { id: uploadId },
        body: { kind: 'all', rows: level },
      })
      const undo = undoExclusion(rows, level === 'excluded')
      return { upload, undo: undo === null ? [] : [undo] }
    },
    onSuccess: (fixed) => adoptFixed(client, fixed),
  })

/** Runs the requests that undo an edit or a fix, one after the other. */
export const undoMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationKey: editKey(uploadId),
    mutationFn: async (fixes: readonly Fix[]) => {
      for (const body of fixes) await call(fixUploadRows, { params: { id: uploadId }, body })
      return call(getUpload, { params: { id: uploadId } })
    },
    onSuccess: (upload) => adoptFixed(client, { upload }),
  })

export const deleteUploadMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (uploadId: string) => call(deleteUpload, { params: { id: uploadId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...uploadsKey, 'list'] }),
  })

/** Creates a plan of the changes that the rows request. Sends nothing to Kore.ai. */
export const planUploadMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: async () => {
      await untilSaved(uploadId, client)
      return call(createPlan, { body: { kind: 'upload', uploadId } })
    },
    onSettled: () => void client.invalidateQueries({ queryKey: [...uploadsKey, 'one', uploadId] }),
  })

/** The number of ready rows once all edits are saved, for one change to all of them. */
export const readyRowsMutation = (uploadId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: async () => {
      await untilSaved(uploadId, client)
      const { counts } = await client.ensureQueryData(uploadQuery(uploadId))
      return counts.ready
    },
  })

/** Stores an upload from a response in the cache. */
export function adoptUpload(client: QueryClient, upload: UploadEntry): void {
  client.setQueryData(uploadQuery(upload.id).queryKey, upload)
  void client.invalidateQueries({ queryKey: uploadListQuery.queryKey })
}

/** Refetches an upload and its rows after a change. */
export function refreshUpload(client: QueryClient, uploadId: string): void {
  void client.invalidateQueries({ queryKey: [...uploadsKey, 'one', uploadId] })
  void client.invalidateQueries({ queryKey: [...uploadsKey, 'rows', uploadId] })
  void client.invalidateQueries({ queryKey: uploadListQuery.queryKey })
}
