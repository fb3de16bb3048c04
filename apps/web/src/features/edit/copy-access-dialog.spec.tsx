import { expect, it } from 'vitest'
import { botsQuery, groupsQuery } from '../../lib/access.ts'
import { interceptRequests, seen, showApp, signedInClient } from '../../testing/show-app.tsx'
import { roles, user } from '../../testing/user.ts'
import { CopyAccessDialog } from './copy-access-dialog.tsx'

it('copies the roles of a user, also if it is opened before the roles are loaded', async () => {
  const requests = interceptRequests()
  const client = signedInClient(['users:read', 'plans:write'])
  client.setQueryData(groupsQuery.queryKey, { items: [], known: true, reason: null })
  client.setQueryData(botsQuery.queryKey, {
    items: [{ id: 'st-billing', name: 'Billing', userCount: 1 }],
    known: true,
    reason: null,
  })
  const Dialog = () => (
    <CopyAccessDialog from={{ ...user, unread: ['isDeveloper'] }} to={null} onClose={() => undefined} />
  )
  await showApp({ '/users': Dialog }, { at: '/users', client })
  expect(requests.map(({ call }) => call)).toContain('GET /api/access/roles')
  await requests
    .find(({ call }) => call === 'GET /api/access/roles')
    ?.respond(200, { items: roles, known: true, reason: null })
  await seen(() => expect(document.querySelector('[aria-label="Remove Tester on Billing"]')).not.toBeNull())
  expect(document.body.textContent).toContain('Not copied: Master Admin')
  expect(document.body.textContent).toContain('Only the access shown is copied.')
})
