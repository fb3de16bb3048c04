import { getRetention } from '@muster/contracts/retention/retention'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** What is stored, and how long it is kept. */
export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => call(getRetention, { signal }),
})
