import { type Guards, getGuards, resumeChanges, stopChanges } from '@muster/contracts/guards'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** Whether all changes are stopped. Events refresh it; polling covers missed events. */
export const guardsQuery = queryOptions({
  queryKey: ['guards'],
  queryFn: ({ signal }) => call(getGuards, { signal }),
  refetchInterval: 30_000,
})

const adoptGuards = (client: QueryClient) => (guards: Guards) => {
  client.setQueryData(guardsQuery.queryKey, guards)
  void client.invalidateQueries({ queryKey: ['jobs'] })
  void client.invalidateQueries({ queryKey: ['connection'] })
}

export const stopMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (reason: string) => call(stopChanges, { body: { reason } }),
    onSuccess: adoptGuards(client),
  })

export const resumeMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: () => call(resumeChanges, {}), onSuccess: adoptGuards(client) })
