import { countUsers } from '@muster/contracts/access'
import { countApprovals } from '@muster/contracts/approvals'
import { listCases } from '@muster/contracts/cases'
import { listFailureCauses, listJobs, listOutcomeHistory } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { accessKey, groupsQuery, rolesQuery } from '../../lib/access.ts'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'

/** Entries of a card at once. */
export const shown = 5
const refetchInterval = 60_000

/** The newest jobs with open failures, and how many there are. */
export const unresolvedJobsQuery = queryOptions({
  queryKey: ['jobs', 'home', 'unresolved'],
  queryFn: ({ signal }) => call(listJobs, { query: { only: 'unresolved', limit: shown }, signal }),
  refetchInterval,
})

/** All jobs that have not ended, as far as one page has them: each paused one needs attention, also an old one. */
export const openJobsQuery = queryOptions({
  queryKey: ['jobs', 'home', 'open'],
  queryFn: ({ signal }) => call(listJobs, { query: { state: 'running', limit: 200 }, signal }),
  refetchInterval: 5_000,
})

export const outcomeHistoryQuery = queryOptions({
  queryKey: ['jobs', 'home', 'outcomes'],
  queryFn: async ({ signal }) => (await call(listOutcomeHistory, { signal })).items,
  refetchInterval,
})

export const failureCausesQuery = queryOptions({
  queryKey: ['jobs', 'home', 'causes'],
  queryFn: async ({ signal }) => (await call(listFailureCauses, { signal })).items,
  refetchInterval,
})

export const userCountsQuery = queryOptions({
  queryKey: [...accessKey, 'counts'],
  queryFn: ({ signal }) => call(countUsers, { signal }),
  staleTime: refetchInterval,
})

/** How many requests for approval wait for this member. */
export const waitingApprovalsQuery = queryOptions({
  queryKey: ['plans', 'approvals', 'home'],
  queryFn: async ({ signal }) => (await call(countApprovals, { signal })).waiting,
  refetchInterval,
})

/** The erasure cases whose legal deadline is near or has passed. */
export const dueCasesQuery = queryOptions({
  queryKey: ['cases', 'home', 'due'],
  queryFn: ({ signal }) => call(listCases, { query: { show: 'due_soon', limit: shown }, signal }),
  refetchInterval,
})

/** Users without a sign-in for 90 days, as a search. */
export const dormantSearch = 'dormant:90'

export const dormantQuery = queryOptions({
  queryKey: ['users', 'dormant'],
  queryFn: async ({ signal }) =>
    (await call(listUsers, { query: { q: dormantSearch, limit: 1, count: 'exact' }, signal })).count.value,
  staleTime: 5 * 60_000,
})

/** Starts what the home page shows, and does not wait: each card has its own place to load. */
export function prefetchHome(client: QueryClient): void {
  void client.prefetchQuery(unresolvedJobsQuery)
  void client.prefetchQuery(openJobsQuery)
  void client.prefetchQuery(waitingApprovalsQuery)
  void client.prefetchQuery(directoryQuery)
  void client.prefetchQuery(outcomeHistoryQuery)
  void client.prefetchQuery(failureCausesQuery)
  void client.prefetchQuery(userCountsQuery)
  void client.prefetchQuery(dormantQuery)
  void client.prefetchQuery(groupsQuery)
  void client.prefetchQuery(rolesQuery)
}
