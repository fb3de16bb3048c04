import { exportAuditCsv, exportAuditJsonl, listAudit as listAuditRoute, verifyAudit } from '@muster/contracts/audit'
import { erasePersonFromAudit } from '@muster/contracts/audit/erase-person'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import type { Clock } from '../../clock.ts'
import { numberOf } from '../../http/request/cursor.ts'
import { requireTimes } from '../../http/request/require-times.ts'
import { actorOf, type BoundRoute, bind, type RequestContext } from '../../http/route-handler.ts'
import { createChainCheck } from './check-chain.ts'
import { erasePerson } from './erase-person.ts'
import { type ExportDeps, exportCsv, exportJsonLines } from './export-audit.ts'
import type { AuditFilter, AuditStore, Heads, PersonStore } from './ports.ts'

export function auditRoutes(deps: ExportDeps & { persons: PersonStore; heads: Heads; clock: Clock }): BoundRoute[] {
  const checkChain = createChainCheck(deps)
  return [
    bind(listAuditRoute, async ({ query }) => ({ status: 200, json: await listAudit(deps, query) })),
    bind(verifyAudit, async (_input, { signal }) => ({ status: 200, json: await checkChain(signal) })),
    bind(erasePersonFromAudit, async ({ body }, context) => ({
      status: 200,
      json: await erasePerson(deps, body, { actor: actorOf(context), signal: context.signal }),
    })),
    bind(exportAuditCsv, async ({ query }, context) => {
      await judgeRows(deps, query, context)
      return {
        status: 200,
        bytes: await exportCsv(deps, query, actorOf(context)),
        mediaType: 'text/csv; charset=utf-8',
        filename: 'muster-audit.csv',
      }
    }),
    bind(exportAuditJsonl, async ({ query }, context) => {
      await judgeRows(deps, query, context)
      return {
        status: 200,
        bytes: exportJsonLines(deps, query, actorOf(context)),
        mediaType: 'application/x-ndjson; charset=utf-8',
        filename: 'muster-audit.jsonl',
      }
    }),
  ]
}

/** An export of many rows needs a fresh proof. */
export async function judgeRows(
  { audit }: { readonly audit: Pick<AuditStore, 'list'> },
  filter: AuditFilter,
  { stepUp }: { readonly stepUp: Pick<RequestContext['stepUp'], 'judge'> },
): Promise<void> {
  requireTimes(filter)
  const page = await audit.list(filter, { before: null, limit: mostRowsWithoutProof, fold: false })
  stepUp.judge(page.next !== null)
}

/** A page of the audit, newest first. The cursor is the position of the last entry on the previous page. */
async function listAudit(
  deps: { audit: AuditStore },
  input: AuditFilter & { cursor?: string | undefined; limit: number; fold?: 'job' | undefined },
) {
  const { cursor, limit, fold, ...filter } = input
  requireTimes(filter)
  const page = await deps.audit.list(filter, {
    before: cursor === undefined ? null : numberOf(cursor, Number.MAX_SAFE_INTEGER),
    limit,
    fold: fold === 'job',
  })
  return { items: page.items, next: page.next === null ? null : String(page.next) }
}
