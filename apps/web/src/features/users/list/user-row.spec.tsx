import { expect, it } from 'vitest'
import { accessNames } from '../../../lib/access.ts'
import { showApp } from '../../../testing/show-app.tsx'
import { user } from '../../../testing/user.ts'
import { UserRow } from './user-row.tsx'

const names = accessNames({ groups: [], roles: [], bots: [] })
const none = { ...user, groups: [], roles: [], isDeveloper: false }
const unread = ['groups', 'botRoles', 'adminRoles', 'canCreateBot', 'isDeveloper'] as const

async function cellsOf(shown: typeof none): Promise<readonly (string | null)[]> {
  const Rows = () => (
    <table>
      <tbody>
        <UserRow
          user={shown}
          names={names}
          columns={['groups', 'roles', 'flags']}
          words={[]}
          isOn={false}
          href="/users"
          onToggle={() => undefined}
        />
      </tbody>
    </table>
  )
  await showApp({ '/users': Rows }, { at: '/users' })
  return [...document.querySelectorAll('td')].slice(1).map(({ textContent }) => textContent)
}

it('shows access that was never read as unknown, and empty access as none', async () => {
  expect(await cellsOf({ ...none, unread })).toEqual(['Unknown', 'Unknown', 'Unknown'])
  document.body.replaceChildren()
  expect(await cellsOf(none)).toEqual(['', '', ''])
})
