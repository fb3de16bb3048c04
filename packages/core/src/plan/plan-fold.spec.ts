import { expect, test } from 'vitest'
import type { RoleHeld, User } from '../account/user.ts'
import { analyst, aUser, planFor, tester } from '../testing/account.ts'
import { addToSummary, effectKeys, emptySummary, lostWithGroupKey, toSummary } from './plan-fold.ts'

const analystOn = (botId: string, ...viaGroups: string[]): RoleHeld => ({ roleId: analyst, botId, viaGroups })
const leave = (...remove: string[]) => ({ kind: 'update', groups: { mode: 'edit', add: [], remove } }) as const

function effectsOf(users: readonly User[], change: Parameters<typeof planFor>[1]) {
  const fold = emptySummary()
  for (const user of users) addToSummary(fold, planFor(user, change))
  return toSummary(fold).effects.map(({ key, removed }) => [key, removed])
}

test('roles that go with a group are counted beside the group', () => {
  const users = [
    aUser({ groups: ['e-support'], roles: [analystOn('st-billing', 'e-support')] }),
    // Some answers of Kore.ai name the group instead of its id.
    aUser({ groups: ['e-support'], roles: [analystOn('st-billing', 'e-support'), analystOn('st-claims', 'Support')] }),
    // Held directly, or through a group that stays as well: not lost.
    aUser({ groups: ['e-support'], roles: [analystOn('st-billing')] }),
    aUser({ groups: ['e-support', 'e-sales'], roles: [analystOn('st-billing', 'e-support', 'e-sales')] }),
  ]
  expect(effectsOf(users, leave('e-support'))).toEqual([
    ['group:e-support', 4],
    [lostWithGroupKey('e-support', { roleId: analyst, botId: 'st-billing' }), 2],
    [lostWithGroupKey('Support', { roleId: analyst, botId: 'st-claims' }), 1],
  ])
})

test('a role lost with two groups is named with both, and the user is found by each', () => {
  const user = aUser({ groups: ['e-support', 'e-sales'], roles: [analystOn('st-billing', 'e-support', 'e-sales')] })
  const lost = { roleId: analyst, botId: 'st-billing' }
  expect(effectKeys(planFor(user, leave('e-support', 'e-sales')))).toEqual([
    'group:e-support',
    'group:e-sales',
    lostWithGroupKey('e-support', lost),
    lostWithGroupKey('e-sales', lost),
  ])
})

test('groups set exactly take roles away as well; a removal and a blocked change do not say so', () => {
  const user = aUser({ groups: ['e-support'], roles: [analystOn('st-billing', 'e-support')] })
  const setToSales = { kind: 'update', groups: { mode: 'set', to: ['e-sales'] } } as const
  expect(effectsOf([user], setToSales)).toContainEqual([
    lostWithGroupKey('e-support', { roleId: analyst, botId: 'st-billing' }),
    1,
  ])
  expect(effectsOf([user], { kind: 'remove' })).toEqual([['account', 1]])
  const unknownRole = { roles: { mode: 'edit', add: [{ roleId: tester, botId: 'st-none' }], remove: [] } } as const
  expect(effectsOf([user], { ...unknownRole, ...leave('e-support') })).toEqual([])
})
