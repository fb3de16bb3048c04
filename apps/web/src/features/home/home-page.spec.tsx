import type { JobEntry } from '@muster/contracts/jobs'
import type { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { groupsQuery, rolesQuery } from '../../lib/access.ts'
import { directoryQuery } from '../../lib/directory.ts'
import { conflict, interceptRequests, seen, showApp, signedInClient } from '../../testing/show-app.tsx'
import { HomePage } from './home-page.tsx'
import {
  dormantQuery,
  dueCasesQuery,
  failureCausesQuery,
  openJobsQuery,
  outcomeHistoryQuery,
  unresolvedJobsQuery,
  userCountsQuery,
  waitingApprovalsQuery,
} from './queries.ts'

const noPage = { items: [], next: null }
const jobOf = (id: string, state: JobEntry['state']): JobEntry => ({
  id,
  planId: id,
  title: `Job ${id}`,
  name: null,
  source: 'selection',
  state,
  reason: null,
  waiting: null,
  inDoubt: null,
  total: 1,
  counts: { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 1 },
  kinds: { update: 1, remove: 0, erase: 0 },
  ratePerHour: null,
  secondsLeft: null,
  createdBy: 'ben@example.com',
  createdAt: '2026-11-22T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  parentJobId: null,
  childJobIds: [],
  resolved: null,
  open: 0,
  canUndo: false,
  undone: 0,
  undoneBy: null,
})

/** A member with nothing to do, over an account without groups and roles. */
function calmClient(): QueryClient {
  const client = signedInClient(['users:read', 'erasures:read'])
  client.setQueryData(unresolvedJobsQuery.queryKey, { ...noPage, unresolved: 0 })
  client.setQueryData(outcomeHistoryQuery.queryKey, [])
  client.setQueryData(failureCausesQuery.queryKey, [])
  client.setQueryData(userCountsQuery.queryKey, { statuses: [], flags: [] })
  client.setQueryData(waitingApprovalsQuery.queryKey, 0)
  client.setQueryData(dormantQuery.queryKey, 0)
  client.setQueryData(groupsQuery.queryKey, { items: [], known: true, reason: null })
  client.setQueryData(rolesQuery.queryKey, { items: [], known: false, reason: 'Kore.ai refuses the roles.' })
  client.setQueryData(directoryQuery.queryKey, {
    state: 'ready',
    users: 1,
    progress: null,
    syncedAt: '2026-11-22T00:00:00.000Z',
    source: 'kore',
    reason: null,
    unreadable: 0,
    omitted: 0,
  })
  return client
}

const calm = 'Nothing needs attention.'
const text = (): string => document.body.textContent
const show = (client: QueryClient) => showApp({ '/home': () => <HomePage budget={null} /> }, { at: '/home', client })

it('shows that the erasure cases could not be loaded, and not that nothing needs attention', async () => {
  const requests = interceptRequests()
  const client = calmClient()
  client.setQueryData(openJobsQuery.queryKey, { ...noPage, unresolved: 0 })
  await show(client)
  expect(text()).not.toContain(calm)
  await requests
    .find(({ call }) => call.startsWith('GET /api/erasure-cases'))
    ?.respond(500, { ...conflict, status: 500, code: 'internal' })
  await seen(() => expect(text()).toContain(conflict.detail))
  expect(text()).not.toContain(calm)
})

it('names a paused job behind newer ones that run', async () => {
  const requests = interceptRequests()
  const client = calmClient()
  client.setQueryData(dueCasesQuery.queryKey, noPage)
  await show(client)
  const jobs = [...['1', '2', '3', '4', '5'].map((id) => jobOf(id, 'running')), jobOf('6', 'paused')]
  const request = requests.find(({ call }) => call.startsWith('GET /api/jobs?'))
  const limit = Number(new URLSearchParams(request?.call.split('?')[1]).get('limit'))
  await request?.respond(200, { items: jobs.slice(0, limit), next: limit < 6 ? '5' : null, unresolved: 0 })
  await seen(() => expect(text()).toContain('Paused: Job 6'))
})

it('shows more erasure cases than it lists, and why a list is empty after the first sync', async () => {
  const client = calmClient()
  client.setQueryData(openJobsQuery.queryKey, { ...noPage, unresolved: 0 })
  client.setQueryData(dueCasesQuery.queryKey, { items: [], next: 'more' })
  await show(client)
  await seen(() => expect(text()).toContain('More erasure cases have a near deadline'))
  expect(text()).toContain('The latest sync found none.')
  expect(text()).toContain('Kore.ai refuses the roles.')
  expect(text()).not.toContain('first sync')
})
