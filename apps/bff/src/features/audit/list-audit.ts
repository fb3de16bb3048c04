import { ProblemError } from '../../http/problem-error.ts'
import type { AuditFilter, AuditStore } from './ports.ts'

/** A page of the audit, newest first. The cursor is the position of the last entry shown. */
export async function listAudit(
  deps: { audit: AuditStore },
  input: AuditFilter & { cursor?: string | undefined; limit: number },
) {
  const { cursor, limit, ...filter } = input
  for (const name of ['from', 'to'] as const) requireTime(name, filter[name])
  const page = await deps.audit.list(filter, { before: cursor === undefined ? null : positionOf(cursor), limit })
  return { items: page.items, next: page.next === null ? null : String(page.next) }
}

function positionOf(cursor: string): number {
  const position = Number(cursor)
  if (Number.isSafeInteger(position) && position > 0) return position
  throw new ProblemError('invalid_request', 'The cursor is not one this list gave out. Start again without it.', {
    errors: [{ location: 'query.cursor', message: 'not a cursor of this list' }],
  })
}

/** Years the store can hold. */
const firstYear = Date.UTC(1, 0)
const lastYear = Date.UTC(9999, 0)

function requireTime(name: 'from' | 'to', text: string | undefined): void {
  if (text === undefined) return
  const time = Date.parse(text)
  if (time >= firstYear && time <= lastYear) return
  throw new ProblemError('invalid_request', `"${name}" is not a time. Write it like 2026-01-31T12:00:00Z.`, {
    errors: [{ location: `query.${name}`, message: 'not an ISO 8601 time' }],
  })
}
