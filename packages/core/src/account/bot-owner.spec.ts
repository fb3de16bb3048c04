import { expect, test } from 'vitest'
import { lookups } from '../testing/account.ts'
import type { Lookups } from './access.ts'
import { botOwnership } from './bot-owner.ts'
import type { User } from './user.ts'

const owner: User = {
  id: 'u-1',
  email: 'ann@example.com',
  firstName: 'Ann',
  lastName: 'A',
  orgUserId: null,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: true,
  isDeveloper: true,
}
const ownerRole = '0000000000000000000000f0'
const made = (name: string, createdBy: string | null) => ({ id: `st-${name}`, name, createdBy })
const account = (...bots: ReturnType<typeof made>[]): Lookups => ({
  ...lookups,
  bots: new Map(bots.map((bot) => [bot.id, bot])),
  roles: new Map([[ownerRole, { id: ownerRole, name: 'Bot Owner', kind: 'bot' }]]),
})
const holding = (bot: string): User => ({ ...owner, roles: [{ roleId: ownerRole, botId: `st-${bot}`, viaGroups: [] }] })

test('a creator who holds the owner role is blocked, with the names of the bots', () => {
  const { blockers, warnings } = botOwnership(holding('Billing'), account(made('Billing', 'u-1'), made('Claims', null)))
  expect(blockers).toEqual([{ code: 'owns_bot', details: { bots: '"Billing"' } }])
  expect(warnings).toEqual([])
})

test('a creator without the owner role gets a warning, since the ownership may have moved', () => {
  const { blockers, warnings } = botOwnership(owner, account(made('Billing', 'u-1')))
  expect(blockers).toEqual([])
  expect(warnings).toEqual([{ code: 'owns_bot', details: { bots: '"Billing"', certain: 'no' } }])
})

test.each([
  ['another user created it', holding('Billing'), account(made('Billing', 'u-2'))],
  ['the creator is unknown', holding('Billing'), account(made('Billing', null))],
  ['there are no bots', owner, account()],
])('has no note if %s', (_why, user, given) => {
  expect(botOwnership(user, given)).toEqual({ blockers: [], warnings: [] })
})
