import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test, vi } from 'vitest'
import { reload } from '../../lib/reload.ts'
import { selectionQuery, usersQuery } from './queries.ts'

const filters = { queryKey: ['users'] }

test.each([
  ['rows', (client: QueryClient) => new QueryObserver(client, usersQuery({}))],
  ['a selection (by POST)', (client: QueryClient) => new QueryObserver(client, selectionQuery('s-1', 1, ['u-1'], {}))],
])('a left page that loads %s again does not use the session', async (_, show) => {
  const marks: boolean[] = []
  vi.stubGlobal('fetch', async (_url: string, { headers }: { headers: Headers }) => {
    marks.push(headers.has('x-muster-background'))
    return Response.json({})
  })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  window.dispatchEvent(new Event('pointerdown'))
  const leave = show(client).subscribe(() => undefined)
  onTestFinished(() => {
    leave()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  await client.refetchQueries(filters, { cancelRefetch: false })
  expect(marks).toEqual([false])
  const later = performance.now() + 60_000
  vi.spyOn(performance, 'now').mockImplementation(() => later)
  // As after each job and sync.
  await reload(client, filters)
  expect(marks).toEqual([false, true])
})
