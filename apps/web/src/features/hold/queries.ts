import { type AccountDecision, releaseHold } from '@muster/contracts/hold'
import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { holdQuery } from '../../lib/hold.ts'

export const releaseHoldMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (account?: AccountDecision) => call(releaseHold, { body: account === undefined ? {} : { account } }),
    onSuccess: async ({ hold }) => {
      client.setQueryData(holdQuery.queryKey, hold)
      // At another account nothing on any page is as it was.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'hold' && queryKey[0] !== 'jobs' })
      await client.invalidateQueries({ queryKey: ['jobs'] })
    },
  })
