import { listJobs } from '@muster/contracts/jobs'
import { listPlans } from '@muster/contracts/plans/listed-plans'
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

/** Entries shown of each kind. */
export const shownEach = 5
export const foundPlansQuery = (q: string) =>
  queryOptions({
    queryKey: ['plans', 'found', q],
    queryFn: async ({ signal }) => (await call(listPlans, { query: { q, limit: shownEach }, signal })).items,
  })

export const foundJobsQuery = (q: string) =>
  queryOptions({
    queryKey: ['jobs', 'found', q],
    queryFn: async ({ signal }) => (await call(listJobs, { query: { q, limit: shownEach }, signal })).items,
  })
