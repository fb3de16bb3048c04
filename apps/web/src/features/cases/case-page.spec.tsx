import type { CaseDetails } from '@muster/contracts/cases'
import type { Permission } from '@muster/core/permission'
import { act } from 'react'
import { expect, it } from 'vitest'
import {
  click,
  conflict,
  interceptRequests,
  seen,
  showApp,
  signedInClient,
  submit,
  type,
} from '../../testing/show-app.tsx'
import { CasePage } from './case-page.tsx'
import { caseQuery } from './queries.ts'

const aCase = (id: string, more: Partial<CaseDetails> = {}): CaseDetails => ({
  id,
  reference: id.toUpperCase(),
  requester: 'Ana',
  state: 'open',
  people: [],
  receivedAt: '2026-11-22T00:00:00.000Z',
  dueAt: '2026-12-22T00:00:00.000Z',
  isOverdue: false,
  hold: null,
  planId: null,
  jobId: null,
  erasures: [],
  closed: null,
  openedBy: 'ben@example.com',
  openedAt: '2026-11-23T00:00:00.000Z',
  checks: [],
  ...more,
})

async function openCases(held: Permission[] = ['erasures:read', 'users:erase', 'plans:write', 'users:read']) {
  const requests = interceptRequests()
  const client = signedInClient(held)
  for (const id of ['c-1', 'c-2']) client.setQueryData(caseQuery(id).queryKey, aCase(id))
  const go = await showApp({ '/erasures/cases/$caseId': CasePage }, { at: '/erasures/cases/c-1', client })
  await seen(() => expect(document.querySelector('h1')?.textContent).toContain('C-1'))
  const posts = () => requests.filter(({ call }) => call.startsWith('POST'))
  const gets = () => requests.filter(({ call }) => call.startsWith('GET'))
  return { client, go, posts, gets }
}

const dialogs = () => [...document.querySelectorAll('[role=dialog]')].map(({ textContent }) => textContent)

it('shows the failure of a request whose dialog is closed, and sends no second one meanwhile', async () => {
  const { posts, gets } = await openCases()
  await click('Put on hold…')
  await type('textarea', 'a dispute')
  await submit()
  await seen(() => expect(posts()).toHaveLength(1))
  await click('Cancel')
  await click('Discard changes')
  expect(dialogs()).toEqual([])
  await click('Put on hold…')
  await type('textarea', 'a dispute')
  await submit()
  await click('Cancel')
  await click('Discard changes')
  expect(posts().map(({ call }) => call)).toEqual(['POST /api/erasure-cases/c-1/hold'])
  await posts()[0]?.respond(409, conflict)
  await seen(() => expect(gets()).toHaveLength(1))
  await gets()[0]?.respond(200, aCase('c-1'))
  await seen(() => expect(document.body.textContent).toContain(conflict.detail))
})

it('opens no dialog on the next case', async () => {
  const { client, go, posts } = await openCases()
  await click('Close case…')
  await type('textarea', 'done')
  await submit()
  await seen(() => expect(posts()).toHaveLength(1))
  await act(async () => client.setQueryData(caseQuery('c-1').queryKey, aCase('c-1', { state: 'closed' })))
  await go('/erasures/cases/c-2')
  await seen(() => expect(document.querySelector('h1')?.textContent).toContain('C-2'))
  expect(dialogs()).toEqual([])
})

it('shows days without a time, which would be that of another day in another zone', async () => {
  await openCases()
  const days = [...document.querySelectorAll('time')]
  expect(days.map(({ textContent, title }) => [textContent, title])).toEqual([
    ['Nov 22, 2026', ''],
    ['Dec 22, 2026', ''],
  ])
})

it.each<[string, Permission[]]>([
  ['Make plans', ['erasures:read', 'users:read', 'users:erase']],
  ['Erase data', ['erasures:read', 'users:read', 'plans:write']],
])('names the permission %s, which planning the erasure needs as well', async (name, held) => {
  const { posts } = await openCases(held)
  const button = () =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Plan the erasure')
  const reason = () => document.getElementById(button()?.getAttribute('aria-describedby') ?? '')?.textContent
  await seen(() => expect(reason()).toContain(name))
  await click('Plan the erasure')
  expect(posts()).toEqual([])
})
