import { expect, it } from 'vitest'
import { interceptRequests, seen, showApp, signedInClient } from '../../../testing/show-app.tsx'
import { user } from '../../../testing/user.ts'
import { SearchTerms } from './search-terms.tsx'

const note = 'Users whose access is not read yet are not found by what they lack.'

it.each([
  ['-group:Sales', 2, true],
  ['-group:Sales', 0, false],
  ['group:Sales', 2, false],
])('after %s with %i unread users, the note about them is shown: %s', async (typed, unread, isShown) => {
  const requests = interceptRequests()
  const client = signedInClient(['users:read'])
  const Terms = () => <SearchTerms typed={typed} onChange={() => undefined} />
  await showApp({ '/users': Terms }, { at: '/users', client })
  const items = unread === 0 ? [] : [user]
  await requests
    .find(({ call }) => call.startsWith('GET /api/users'))
    ?.respond(200, { items, next: null, count: { value: unread, capped: false } })
  await seen(() => expect(client.isFetching({ queryKey: ['users'] })).toBe(0))
  expect(document.body.textContent.includes(note)).toBe(isShown)
})
