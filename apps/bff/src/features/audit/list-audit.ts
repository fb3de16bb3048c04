import { numberOf } from '../../http/request/cursor.ts'
import { requireTimes } from '../../http/request/require-times.ts'
import type { AuditFilter, AuditStore } from './ports.ts'

/** A page of the audit, newest first. The cursor is the position of the last entry on the previous page. */
export async function listAudit(
  deps: { audit: AuditStore },
  input: AuditFilter & { cursor?: string | undefined; limit: number },
) {
  const { cursor, limit, ...filter } = input
  requireTimes(filter)
  const page = await deps.audit.list(filter, {
    before: cursor === undefined ? null : numberOf(cursor, Number.MAX_SAFE_INTEGER),
    limit,
  })
  return { items: page.items, next: page.next === null ? null : String(page.next) }
}
