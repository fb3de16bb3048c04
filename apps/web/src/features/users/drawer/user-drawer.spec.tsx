import { Checkbox, Switch, TextInput } from '@mantine/core'
import { act } from 'react'
import { expect, it, vi } from 'vitest'
import { seen, showApp, signedInClient } from '../../../testing/show-app.tsx'
import { user } from '../../../testing/user.ts'
import { userQuery } from '../queries.ts'
import { UserDrawer } from './user-drawer.tsx'

const fields = () => (
  <>
    <Switch aria-label="Developer" />
    <Checkbox aria-label="Also" />
    <TextInput aria-label="Group" />
  </>
)

it('turns with j and k, also from a switch and a checkbox, and types the letters into a field', async () => {
  const [turnedOn, turnedBack] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const client = signedInClient(['users:read', 'plans:write'])
  client.setQueryData(userQuery(user.id).queryKey, { user, history: [] })
  const Panel = () => (
    <UserDrawer
      userId={user.id}
      known={user}
      actions={['edit']}
      isCovered={false}
      renderAccess={fields}
      onClose={() => undefined}
      onAct={() => undefined}
      onCopy={() => undefined}
      onNext={turnedOn}
      onPrevious={turnedBack}
    />
  )
  await showApp({ '/users': Panel }, { at: '/users', client })
  await seen(() => expect(document.querySelector('[aria-label="Group"]')).not.toBeNull())
  /** How often the panel has turned on and back, and whether the letter is typed. */
  const press = (name: string, key: 'j' | 'k') => {
    const from = document.querySelector<HTMLElement>(`[aria-label="${name}"]`)
    const event = new KeyboardEvent('keydown', {
      key,
      code: `Key${key.toUpperCase()}`,
      bubbles: true,
      cancelable: true,
    })
    act(() => {
      from?.focus()
      from?.dispatchEvent(event)
    })
    return [turnedOn.mock.calls.length, turnedBack.mock.calls.length, !event.defaultPrevented]
  }
  expect(press('Developer', 'j')).toEqual([1, 0, true])
  expect(press('Also', 'k')).toEqual([1, 1, true])
  expect(press('Group', 'j')).toEqual([1, 1, true])
  expect(press('Group', 'k')).toEqual([1, 1, true])
})
