import { releaseHold } from '@muster/contracts/hold'
import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { holdQuery } from '../../lib/hold.ts'

export const releaseHoldMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(releaseHold, {}),
    onSuccess: async ({ hold }) => {
      client.setQueryData(holdQuery.queryKey, hold)
      void client.invalidateQueries({ queryKey: ['connection'] })
      await client.invalidateQueries({ queryKey: ['jobs'] })
    },
  })
