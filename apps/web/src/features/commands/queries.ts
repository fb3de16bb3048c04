import { listJobs } from '@muster/contracts/jobs'
import { listPlans } from '@muster/contracts/plan/listed-plans'
import { listUsers } from '@muster/contracts/users'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** A single letter matches too much to be of use. */
export const shortestSearch = 2

/** The best matches of a search among the users. */
export const foundUsersQuery = (q: string) =>
  queryOptions({
    queryKey: ['users', 'found', q],
    queryFn: ({ signal }) => call(listUsers, { query: { q, limit: 6 }, signal }),
  })

/** Older plans and jobs are in their lists. */
const recent = 100
const staleTime = 30_000

export const recentPlansQuery = queryOptions({
  queryKey: ['plans', 'palette'],
  queryFn: async ({ signal }) => {
    const { items } = await call(listPlans, { query: { limit: recent }, signal })
    // Under the name that a member gave it.
    return items.map((plan) => ({ ...plan, title: plan.name ?? plan.title }))
  },
  staleTime,
})

export const recentJobsQuery = queryOptions({
  queryKey: ['jobs', 'palette'],
  queryFn: async ({ signal }) => (await call(listJobs, { query: { limit: recent }, signal })).items,
  staleTime,
})
