import { idOf, pageOf } from '../../../http/request/cursor.ts'
import { requireTimes } from '../../../http/request/require-times.ts'
import type { JobFilter, JobReader } from '../ports.ts'

/** A page of jobs, newest first. The cursor is the id of the last job shown. */
export async function listJobs(
  deps: { reader: JobReader },
  input: JobFilter & { cursor?: string | undefined; limit: number },
) {
  const { cursor, limit, ...filter } = input
  requireTimes(filter)
  const jobs = await deps.reader.list(filter, { before: idOf(cursor), limit: limit + 1 })
  return { ...pageOf(jobs, limit, ({ id }) => id), unresolved: await deps.reader.unresolved(filter.own) }
}
