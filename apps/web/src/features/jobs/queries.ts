import { getConnection } from '@muster/contracts/connection'
import {
  cancelJob,
  decideLostErasure,
  decideLostErasures,
  dismissFailures,
  getJob,
  getJobFailures,
  type JobEntry,
  listJobItems,
  listJobs,
  pauseJob,
  resolveJob,
  resumeJob,
} from '@muster/contracts/jobs'
import { createPlan, type PlanSource } from '@muster/contracts/plans'
import type { RouteCall, RouteOutput } from '@muster/contracts/route'
import { correctFailures } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import type { CauseCode } from '@muster/core/outcome/cause'
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import { knownCause } from '../../lib/known-cause.ts'
import type { JobsSearch } from '../../lib/page-search.ts'
import { type JobItemFilter, listFilter } from './job-search.ts'
import { isOver } from './job-text.ts'

const jobsKey = ['jobs'] as const

/** Interval of requests that replace missed events. */
const fallbackMs = 3_000

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: [...jobsKey, 'one', jobId],
    queryFn: ({ signal }) => call(getJob, { params: { id: jobId }, signal }),
    refetchInterval: (query) => (query.state.data !== undefined && isOver(query.state.data.state) ? false : fallbackMs),
  })

export const jobListQuery = (search: JobsSearch) =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, 'list', search],
    queryFn: ({ pageParam, signal }) =>
      call(listJobs, {
        query: { ...listFilter(search), limit: 30, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((job) => !isOver(job.state))) ? fallbackMs : false,
  })

/** The running jobs, for the tray on every page. */
export const runningJobsQuery = queryOptions({
  queryKey: [...jobsKey, 'running'],
  queryFn: ({ signal }) => call(listJobs, { query: { state: 'running', limit: 20 }, signal }),
  refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? fallbackMs : 30_000),
})

/** The number of unresolved reports, for the badge on every page. */
export const unresolvedQuery = queryOptions({
  queryKey: [...jobsKey, 'unresolved'],
  queryFn: async ({ signal }) => (await call(listJobs, { query: { only: 'unresolved', limit: 1 }, signal })).unresolved,
  refetchInterval: 60_000,
})

export const jobItemsQuery = (jobId: string, filter: JobItemFilter, moving: boolean) =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, 'items', jobId, filter],
    queryFn: ({ pageParam, signal }) =>
      call(listJobItems, {
        params: { id: jobId },
        query: { ...filter, cause: knownCause(filter.cause), limit: 50, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
    // A refetch loads every page, so only short lists refresh.
    refetchInterval: (query) => (moving && (query.state.data?.pages.length ?? 0) <= 2 ? fallbackMs : false),
  })

export const jobFailuresQuery = (jobId: string, moving: boolean) =>
  queryOptions({
    queryKey: [...jobsKey, 'failures', jobId],
    queryFn: ({ signal }) => call(getJobFailures, { params: { id: jobId }, signal }),
    refetchInterval: moving ? fallbackMs * 2 : false,
  })

/** The remaining calls to Kore.ai, while a job runs. */
export const budgetQuery = queryOptions({
  queryKey: ['connection', 'budget'],
  queryFn: ({ signal }) => call(getConnection, { signal }),
  refetchInterval: 5_000,
})

const controls = { pause: pauseJob, resume: resumeJob, cancel: cancelJob } as const
export type JobControl = keyof typeof controls

export const controlJobMutation = (jobId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (control: JobControl) => call(controls[control], { params: { id: jobId } }),
    onSuccess: (job) => adoptJob(client, job),
  })

export const resolveJobMutation = (jobId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: RouteCall<typeof resolveJob>['body']) => call(resolveJob, { params: { id: jobId }, body }),
    onSuccess: (job) => adoptJob(client, job),
  })

/** Dismisses failures or restores them. */
export const dismissMutation = (jobId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: RouteCall<typeof dismissFailures>['body']) =>
      call(dismissFailures, { params: { id: jobId }, body }),
    onSuccess: async (job) => {
      adoptJob(client, job)
      await client.invalidateQueries({ queryKey: jobsKey })
    },
  })

/** Opens the file rows with a cause, for correction in the grid. */
export const correctFailuresMutation = (jobId: string, cause: CauseCode) =>
  mutationOptions({ mutationFn: () => call(correctFailures, { params: { id: jobId }, body: { cause } }) })

export const decideLostErasureMutation = (jobId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ seq, decision }: { seq: number; decision: 'resend' | 'leave' }) =>
      call(decideLostErasure, { params: { id: jobId, seq }, body: { decision } }),
    onSuccess: () => client.invalidateQueries({ queryKey: jobsKey }),
  })

export const decideLostErasuresMutation = (jobId: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (decision: 'resend' | 'leave') =>
      call(decideLostErasures, { params: { id: jobId }, body: { decision } }),
    onSuccess: () => client.invalidateQueries({ queryKey: jobsKey }),
  })

/** Creates the plan of a retry, a fix or an undo. */
export const planFromJobMutation = () =>
  mutationOptions({ mutationFn: (source: PlanSource) => call(createPlan, { body: source }) })

/** Maximum number of identifiers in one plan, from the contract. */
export const mostIdentifiers = 10_000

/** Plans the removal of all users with a cause: Kore.ai erases their data only after the removal. */
export const removeFirstMutation = (jobId: string, cause: CauseCode) =>
  mutationOptions({
    mutationFn: async () => {
      const identifiers = await identifiersOf(jobId, cause)
      return call(createPlan, { body: { kind: 'identifiers', identifiers, change: { kind: 'remove' } } })
    },
  })

async function identifiersOf(jobId: string, cause: CauseCode): Promise<Identifier[]> {
  const found: Identifier[] = []
  let cursor: string | null = null
  do {
    const page: RouteOutput<typeof listJobItems> = await call(listJobItems, {
      params: { id: jobId },
      query: { cause, only: 'open', limit: 200, ...(cursor === null ? {} : { cursor }) },
    })
    for (const { user, identifier } of page.items)
      found.push(user === null ? identifier : { by: 'userId', value: user.id })
    cursor = page.next
  } while (cursor !== null && found.length < mostIdentifiers)
  return found.slice(0, mostIdentifiers)
}

/** Stores a job from a response or an event in the cache. */
export function adoptJob(client: QueryClient, job: JobEntry): void {
  const before = client.getQueryData(jobQuery(job.id).queryKey)
  client.setQueryData(jobQuery(job.id).queryKey, job)
  client.setQueryData(runningJobsQuery.queryKey, (running) => {
    if (running === undefined) return running
    const others = running.items.filter((entry) => entry.id !== job.id)
    if (isOver(job.state)) return { ...running, items: others }
    const known = others.length < running.items.length
    return {
      ...running,
      items: known ? running.items.map((entry) => (entry.id === job.id ? job : entry)) : [job, ...others],
    }
  })
  // The parent job shows a new retry or undo at once.
  if (before === undefined && job.parentJobId !== null) invalidate(client, job.parentJobId)
  if (job.parentJobId !== null && before !== undefined && before.state !== job.state && isOver(job.state)) {
    invalidateAll(client)
  }
  // The lists and the report show at once that a job ended, was resolved or undone.
  if (before?.state !== job.state || before.resolved?.at !== job.resolved?.at || before.undone !== job.undone) {
    void client.invalidateQueries({ queryKey: [...jobsKey, 'list'] })
    void client.invalidateQueries({ queryKey: unresolvedQuery.queryKey })
    for (const what of ['items', 'failures']) void client.invalidateQueries({ queryKey: [...jobsKey, what, job.id] })
  }
}

/** An undo, or its retry, changes how much of earlier jobs is undone. */
function invalidateAll(client: QueryClient): void {
  for (const what of ['one', 'items', 'failures'])
    void client.invalidateQueries({ queryKey: [...jobsKey, what], predicate: ({ state }) => state.data !== undefined })
}

function invalidate(client: QueryClient, jobId: string): void {
  for (const what of ['one', 'items', 'failures'])
    void client.invalidateQueries({ queryKey: [...jobsKey, what, jobId] })
}
