import { listAudit as listAuditRoute, verifyAudit } from '@muster/contracts/audit'
import { numberOf } from '../../http/request/cursor.ts'
import { requireTimes } from '../../http/request/require-times.ts'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import type { AuditFilter, AuditStore } from './ports.ts'

export function auditRoutes(deps: { audit: AuditStore }): BoundRoute[] {
  return [
    bind(listAuditRoute, async ({ query }) => ({ status: 200, json: await listAudit(deps, query) })),
    bind(verifyAudit, async (_input, { signal }) => ({ status: 200, json: await deps.audit.verify(signal) })),
  ]
}

/** A page of the audit, newest first. The cursor is the position of the last entry on the previous page. */
async function listAudit(
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
