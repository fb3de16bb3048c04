import { listAudit, verifyAudit } from '@muster/contracts/audit'
import { infiniteQueryOptions, mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { type AuditSearch, auditFilter } from './audit-search.ts'

/** The audit by keyset pages, newest first. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, {
        query: { ...auditFilter(search), limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  })

/** Checks the whole chain; asked for by a person, so not a query that repeats by itself. */
export const verifyAuditMutation = () => mutationOptions({ mutationFn: () => call(verifyAudit, {}) })
