import { expect, it } from 'vitest'
import { interceptRequests, showApp, signedInClient } from '../../../testing/show-app.tsx'
import { user } from '../../../testing/user.ts'
import { CompareDialog } from './compare-dialog.tsx'

it('tells two users of one name apart by their addresses', async () => {
  interceptRequests()
  const other = { ...user, id: 'u-other', email: 'other@example.com', groups: [] }
  const Dialog = () => <CompareDialog users={[user, other]} onCopy={() => undefined} onClose={() => undefined} />
  await showApp({ '/users': Dialog }, { at: '/users', client: signedInClient(['users:read', 'plans:write']) })
  const heads = [...document.querySelectorAll('thead th')].map(({ textContent }) => textContent)
  expect(heads.slice(1)).toEqual([user.email, other.email])
  const buttons = [...document.querySelectorAll('button')].map(({ textContent }) => textContent)
  expect(buttons).toContain(`Copy access to ${other.email}…`)
})
