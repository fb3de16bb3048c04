import type { Effect } from '../ledger.ts'
import { ok } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { wholeNumber } from './page.ts'

const largestAuditPage = 100

/** Event names of the console's audit report. */
const eventOf: Readonly<Record<Effect['kind'], string>> = {
  created: 'User Created',
  updated: 'User Modified',
  removed: 'User Deleted',
  erased: 'Customer Data Deleted',
  access: 'User Modified',
  'tasks-unassigned': 'Bot Task Assignment',
}

/** Events, newest first; `offset` is a page number. Kore.ai docs: Get Admin Console Audit Logs API. */
export function auditLogsEndpoint(world: World, call: Call): SandboxResponse {
  const size = Math.min(Math.max(wholeNumber(call.query.get('size'), largestAuditPage), 1), largestAuditPage)
  const start = wholeNumber(call.query.get('offset'), 0) * size
  const from = Date.parse(call.query.get('fromDate') ?? '')
  const to = Date.parse(call.query.get('toDate') ?? '')
  const effects = world.ledger.effects().filter(({ changed, time }) => {
    const at = Date.parse(time)
    // Comparisons with an invalid date are false, so it limits nothing.
    return changed && !(at < from) && !(at > to)
  })
  const page = effects.toReversed().slice(start, start + size)
  return ok({
    total: effects.length,
    auditlogs: page.map(({ seq, time, kind, user }) => ({
      timestampValue: Date.parse(time),
      'Date/Time': time,
      Description: `${eventOf[kind]}: ${user}`,
      Name: eventOf[kind],
      Category: 'User Management',
      AuditLogId: seq.toString(16).padStart(24, '0'),
    })),
    moreAvailable: start + page.length < effects.length,
  })
}
