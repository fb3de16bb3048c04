import { getDirectory } from '@muster/contracts/users'
import { queryOptions } from '@tanstack/react-query'
import { call } from './api.ts'

/** How fresh the directory is. Kept current by the event stream. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => call(getDirectory, { signal }),
  staleTime: 30_000,
})
