import { getConnection, testConnection } from '@muster/contracts/connection'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const connectionKey = ['connection', 'settings'] as const

/** The connection without its secret. Polled while shown, because the budget changes all the time. */
export const connectionQuery = queryOptions({
  queryKey: connectionKey,
  queryFn: ({ signal }) => call(getConnection, { signal }),
  refetchInterval: 10_000,
})

/** Calls each read endpoint once. */
export const testConnectionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(testConnection, {}),
    onSuccess: (connection) => client.setQueryData(connectionQuery.queryKey, connection),
  })
