import { getBreakGlass } from '@muster/contracts/break-glass/break-glass'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** The state of the break-glass account. Polled: no event reports its use. */
export const breakGlassQuery = queryOptions({
  queryKey: ['break-glass'],
  queryFn: ({ signal }) => call(getBreakGlass, { signal }),
  refetchInterval: 60_000,
})
