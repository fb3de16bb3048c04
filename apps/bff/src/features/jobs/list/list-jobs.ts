import { ProblemError } from '../../../http/problem-error.ts'
import type { JobFilter, JobReader } from '../ports.ts'

/** A page of jobs, newest first. The cursor is the id of the last job shown. */
export async function listJobs(
  deps: { reader: JobReader },
  input: JobFilter & { cursor?: string | undefined; limit: number },
) {
  const { cursor, limit, ...filter } = input
  for (const name of ['from', 'to'] as const) requireTime(name, filter[name])
  const jobs = await deps.reader.list(filter, { before: cursor ?? null, limit: limit + 1 })
  const items = jobs.slice(0, limit)
  return {
    items,
    next: jobs.length > limit ? (items.at(-1)?.id ?? null) : null,
    unresolved: await deps.reader.unresolved(),
  }
}

function requireTime(name: 'from' | 'to', text: string | undefined): void {
  const time = text === undefined ? 0 : Date.parse(text)
  if (time >= Date.UTC(1, 0) && time < Date.UTC(9999, 0)) return
  throw new ProblemError('invalid_request', `"${name}" is not a time. Write it like 2026-01-31T12:00:00Z.`, {
    errors: [{ location: `query.${name}`, message: 'not an ISO 8601 time' }],
  })
}
