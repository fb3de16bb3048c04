import { listAudit, verifyAudit } from '@muster/contracts/audit'
import { infiniteQueryOptions, mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { AuditSearch } from '../../lib/page-search.ts'
import { auditFilter } from './audit-search.ts'

/** Pages of the audit, newest first. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, {
        query: { ...auditFilter(search), limit: 50, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
  })

/** Verifies the whole chain. A mutation, because it runs on demand and must not refetch by itself. */
export const verifyAuditMutation = () => mutationOptions({ mutationFn: () => call(verifyAudit, {}) })
