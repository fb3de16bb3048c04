import type { AuditSearch } from '../../lib/page-search.ts'
import { endOfDay, startOfDay } from './audit-text.ts'

/** The search as a query of the API: a day becomes the instant at which it starts or ends. */
export const auditFilter = ({ from, to, ...rest }: AuditSearch) => ({
  ...rest,
  from: from === undefined ? undefined : startOfDay(from),
  to: to === undefined ? undefined : endOfDay(to),
})
