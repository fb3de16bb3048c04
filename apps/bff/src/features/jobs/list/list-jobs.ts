import type { ReadTitleSearch } from '@muster/core/search/title-search'
import { idOf, pageOf } from '../../../http/request/cursor.ts'
import { requireTimes } from '../../../http/request/require-times.ts'
import type { JobFilter, JobReader } from '../ports.ts'

export interface JobListDeps {
  readonly reader: JobReader
  readonly readTitleSearch: ReadTitleSearch
}

interface ListInput extends Omit<JobFilter, 'q'> {
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of jobs, newest first. The cursor is the id of the last job shown. */
export async function listJobs({ reader, readTitleSearch }: JobListDeps, input: ListInput) {
  const { cursor, limit, q, ...filter } = input
  requireTimes(filter)
  const words = q === undefined ? q : await readTitleSearch(q)
  const jobs = await reader.list({ ...filter, q: words }, { before: idOf(cursor), limit: limit + 1 })
  return { ...pageOf(jobs, limit, ({ id }) => id), unresolved: await reader.unresolved(filter.own) }
}
