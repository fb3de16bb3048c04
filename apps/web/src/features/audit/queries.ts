import { listAudit, verifyAudit } from '@muster/contracts/audit'
import { erasePersonFromAudit } from '@muster/contracts/audit/erase-person'
import type { RouteCall } from '@muster/contracts/route'
import { auditActions } from '@muster/core/audit/audit-line'
import { infiniteQueryOptions, mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { AuditSearch } from '../../lib/page-search.ts'
import { endOfDay, startOfDay } from './audit-text.ts'

/** The search as a query of the API: without an unknown action; a day becomes the instant at which it starts or ends. */
export const auditFilter = ({ from, to, action, ...rest }: AuditSearch) => ({
  ...rest,
  action: auditActions.find((known) => known === action),
  from: from === undefined ? undefined : startOfDay(from),
  to: to === undefined ? undefined : endOfDay(to),
})

/** Pages of the audit, newest first. One entry for each job, unless the search is for one. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, {
        query: {
          ...auditFilter(search),
          ...(search.jobId === undefined ? { fold: 'job' } : {}),
          limit: 50,
          ...cursorOf(pageParam),
        },
        signal,
      }),
    ...cursorPages,
  })

/** Verifies the whole chain. A mutation, because it runs on demand and must not refetch by itself. */
export const verifyAuditMutation = () => mutationOptions({ mutationFn: () => call(verifyAudit, {}) })

/** Counts what names a person, or erases it if as much was confirmed. */
export const erasePersonMutation = () =>
  mutationOptions({
    mutationFn: (body: RouteCall<typeof erasePersonFromAudit>['body']) => call(erasePersonFromAudit, { body }),
  })
