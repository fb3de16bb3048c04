import type { AuditEntry } from '@muster/contracts/audit'
import { auditActions } from '@muster/core/audit/audit-line'
import { endOfDay, startOfDay } from './audit-words.ts'

/** Search parameters of the audit page. */
export interface AuditSearch {
  readonly q?: string
  readonly action?: AuditEntry['action']
  readonly actor?: string
  readonly userId?: string
  readonly jobId?: string
  /** First and last day, as YYYY-MM-DD in the user's time zone. */
  readonly from?: string
  readonly to?: string
}

const texts = ['q', 'actor', 'userId', 'jobId'] as const

/** Parses the search parameters; drops invalid ones. */
export function parseAuditSearch(raw: Readonly<Record<string, unknown>>): AuditSearch {
  const action = auditActions.find((known) => known === raw.action)
  const search: { -readonly [K in keyof AuditSearch]: AuditSearch[K] } = action === undefined ? {} : { action }
  for (const key of texts) {
    const value = raw[key]
    if (typeof value === 'string' && value !== '') search[key] = value
  }
  for (const key of ['from', 'to'] as const) {
    const value = raw[key]
    if (typeof value === 'string' && startOfDay(value) !== undefined) search[key] = value
  }
  return search
}

/** Query of the API: days become their first and last instant. */
export function auditFilter({ from, to, ...rest }: AuditSearch) {
  const start = from === undefined ? undefined : startOfDay(from)
  const end = to === undefined ? undefined : endOfDay(to)
  return { ...rest, ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) }
}
