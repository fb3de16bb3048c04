import type { SavedView } from '@muster/contracts/saved-views/saved-views'
import { act } from 'react'
import { expect, it } from 'vitest'
import {
  click,
  confirmsDiscard,
  conflict,
  interceptRequests,
  keepEditing,
  seen,
  showApp,
  signedInClient,
  type,
} from '../../../testing/show-app.tsx'
import { savedViewsQuery } from '../views/queries.ts'
import { ViewMenu } from './view-menu.tsx'

const aView = (name: string): SavedView => ({ id: name, name, search: {}, columns: null })

async function openMenu() {
  const requests = interceptRequests()
  const client = signedInClient(['users:read'])
  client.setQueryData(savedViewsQuery.queryKey, ['Leavers', 'Admins'].map(aView))
  const Menu = () => <ViewMenu className={undefined} search={{}} onChange={() => undefined} />
  await showApp({ '/users': Menu }, { at: '/users', client })
  return requests
}

const menu = () => document.querySelector('[role=dialog][aria-label=View]')
const nameField = () => document.querySelector<HTMLInputElement>('form input')

async function pressEscape(): Promise<void> {
  await act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  })
}

it('shows in the menu that opens again that a choice was not kept', async () => {
  const requests = await openMenu()
  const compact = document.querySelector<HTMLInputElement>('input[type=radio][value=compact]')
  await act(async () => compact?.click())
  await seen(() => expect(requests).toHaveLength(1))
  await click('View')
  await seen(() => expect(menu()).toBeNull())
  await requests[0]?.respond(409, conflict)
  await click('View')
  await seen(() => expect(menu()?.textContent).toContain(conflict.detail))
})

it('asks before the name of a new view is lost to another view, and puts the focus back to it', async () => {
  await openMenu()
  await type('form input', 'Night shift')
  await click('Rename Leavers')
  await keepEditing()
  expect([nameField()?.value, document.activeElement]).toEqual(['Night shift', nameField()])
  await click('View')
  await keepEditing()
  expect([nameField()?.value, document.activeElement]).toEqual(['Night shift', nameField()])
  // Escape reaches the menu again.
  await pressEscape()
  await keepEditing()
  await click('Rename Leavers')
  await seen(() => expect(confirmsDiscard()).toBe(true))
  await click('Discard changes')
  await seen(() => expect(nameField()?.value).toBe('Leavers'))
  await click('Rename Admins')
  await seen(() => expect(nameField()?.value).toBe('Admins'))
  expect(confirmsDiscard()).toBe(false)
})
