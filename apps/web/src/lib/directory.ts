import { getDirectory } from '@muster/contracts/users'
import { queryOptions } from '@tanstack/react-query'
import { call } from './api.ts'

/** State and age of the directory. The event stream keeps it current. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => call(getDirectory, { signal }),
  staleTime: 30_000,
})
