import { getConnection, testConnection } from '@muster/contracts/connection'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** The connection without its secret; the budget moves, so it is read again while it is looked at. */
export const connectionQuery = queryOptions({
  queryKey: ['connection', 'settings'],
  queryFn: ({ signal }) => call(getConnection, { signal }),
  refetchInterval: 10_000,
})

/** Tries each read endpoint once. */
export const testConnectionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(testConnection, {}),
    onSuccess: (connection) => client.setQueryData(connectionQuery.queryKey, connection),
  })
