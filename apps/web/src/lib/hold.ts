import { getHold } from '@muster/contracts/hold'
import { queryOptions } from '@tanstack/react-query'
import { call } from './api.ts'

/** Whether jobs are held, and why. It changes only at a start and by a release. */
export const holdQuery = queryOptions({
  queryKey: ['hold'],
  queryFn: async ({ signal }) => (await call(getHold, { signal })).hold,
  staleTime: 60_000,
})
