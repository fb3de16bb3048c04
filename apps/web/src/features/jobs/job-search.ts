import type { JobSearch, JobsSearch } from '../../lib/page-search.ts'

export type JobItemFilter = Pick<JobSearch, 'outcome' | 'cause' | 'details' | 'q'>

/** The search as a query of the API: a day becomes the instant at which it starts or ends. */
export const listFilter = ({ from, to, ...rest }: JobsSearch) => ({
  ...rest,
  from: from === undefined ? undefined : new Date(`${from}T00:00:00`).toISOString(),
  to: to === undefined ? undefined : new Date(`${to}T23:59:59.999`).toISOString(),
})
