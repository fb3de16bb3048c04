import { act } from 'react'
import { expect, it } from 'vitest'
import { botsQuery, groupsQuery, rolesQuery } from '../../lib/access.ts'
import { keepEditing, seen, showApp, signedInClient, type } from '../../testing/show-app.tsx'
import { roles, user } from '../../testing/user.ts'
import { AccessPanel } from './access-panel.tsx'

async function open() {
  const client = signedInClient(['users:read', 'plans:write', 'plans:apply'])
  client.setQueryData(rolesQuery.queryKey, { items: roles, known: true, reason: null })
  for (const { queryKey } of [groupsQuery, botsQuery])
    client.setQueryData(queryKey, { items: [], known: true, reason: null })
  const Panel = () => <AccessPanel user={user} isHidden={false} onPlan={() => undefined} />
  return showApp({ '/users': Panel, '/audit': () => 'Audit' }, { at: '/users?user=u-1', client })
}

const role = '[aria-label="Assign: role"]'

it('asks before typed text or a role without its bot is lost', async () => {
  const go = await open()
  await type(role, 'Test')
  await go('/users?user=u-2')
  await keepEditing()
  await type(role, 'Tester')
  await act(async () => document.querySelector<HTMLElement>('[role=option]')?.click())
  await seen(() => expect(document.querySelector<HTMLInputElement>(role)?.value).toBe('Tester'))
  for (const lost of ['/users?user=u-2', '/audit']) {
    await go(lost)
    await keepEditing()
  }
})

it('starts a group with g, also from a switch, and types the letter into a field', async () => {
  // The environment has no layout.
  HTMLElement.prototype.checkVisibility = () => true
  await open()
  const press = (selector: string): string | null | undefined => {
    const from = document.querySelector<HTMLElement>(selector)
    act(() => {
      from?.focus()
      from?.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', code: 'KeyG', bubbles: true, cancelable: true }))
    })
    return document.activeElement?.getAttribute('aria-label')
  }
  expect(press('[role=switch]')).toBe('Add to a group')
  expect(press(role)).toBe('Assign: role')
})

it('leaves without a question while nothing is chosen', async () => {
  const go = await open()
  await go('/audit')
  await seen(() => expect(document.body.textContent).toContain('Audit'))
})
