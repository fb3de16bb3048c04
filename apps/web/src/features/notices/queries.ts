import { getNotices, retryNotice, testNotices } from '@muster/contracts/notices'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** Destinations of notices and of the audit. Polled while shown: deliveries happen in the background. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => call(getNotices, { signal }),
  refetchInterval: 10_000,
})

const reread = (client: QueryClient) => () => client.invalidateQueries({ queryKey: noticesQuery.queryKey })

export const testMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (destination: string) => call(testNotices, { body: { destination } }),
    onSettled: reread(client),
  })

export const retryMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: (id: string) => call(retryNotice, { params: { id } }), onSettled: reread(client) })
