import { getHold, releaseHold } from '@muster/contracts/hold'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** Whether jobs are held since the database was restored. It changes at a start and by a release only. */
export const holdQuery = queryOptions({
  queryKey: ['hold'],
  queryFn: async ({ signal }) => (await call(getHold, { signal })).hold,
  staleTime: 60_000,
})

export const releaseHoldMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(releaseHold, {}),
    onSuccess: async ({ hold }) => {
      client.setQueryData(holdQuery.queryKey, hold)
      await client.invalidateQueries({ queryKey: ['jobs'] })
    },
  })
