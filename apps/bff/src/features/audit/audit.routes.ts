import { listAudit as listAuditRoute, verifyAudit } from '@muster/contracts/audit'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { listAudit } from './list-audit.ts'
import type { AuditStore } from './ports.ts'

export function auditRoutes(deps: { audit: AuditStore }): BoundRoute[] {
  return [
    bind(listAuditRoute, async ({ query }) => ({ status: 200, json: await listAudit(deps, query) })),
    bind(verifyAudit, async (_input, { signal }) => ({ status: 200, json: await deps.audit.verify(signal) })),
  ]
}
