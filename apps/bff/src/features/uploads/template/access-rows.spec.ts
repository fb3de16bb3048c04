import type { UserEntry } from '@muster/contracts/users'
import { adminRole, lookups, tester } from '@muster/core/testing/account'
import { expect, test } from 'vitest'
import { accessHeader, accessRows } from './access-rows.ts'

const user: UserEntry = {
  id: 'u-1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'Ruiz',
  orgUserId: null,
  status: 'active',
  groups: ['e-support'],
  roles: [
    { roleId: tester, botId: 'st-billing', viaGroups: [] },
    { roleId: tester, botId: 'st-claims', viaGroups: ['e-support', 'e-sales'] },
    { roleId: adminRole, botId: null, viaGroups: [] },
  ],
  canCreateBot: false,
  isDeveloper: true,
  readAt: null,
}
const rows = accessRows(lookups)

test('a row has what a user holds and through what: directly, or each group that gives it', () => {
  expect(rows(user).map((row) => row.slice(7))).toEqual([
    ['group', 'Support', '', '', ''],
    ['role', 'Tester', 'Billing', '', ''],
    ['role', 'Tester', 'Claims', '', 'Support'],
    ['role', 'Tester', 'Claims', '', 'Sales'],
    ['role', 'Master Admin', '', 'yes', ''],
    ['flag', 'Developer', '', '', ''],
  ])
  for (const row of rows(user)) expect(row).toHaveLength(accessHeader.length)
})

test('a user without any access has a row', () => {
  const none = { ...user, groups: [], roles: [], isDeveloper: false, lastLoginAt: '2026-01-02T00:00:00.000Z' }
  expect(rows(none)).toEqual([
    ['ana@example.com', '', 'u-1', 'Ana', 'Ruiz', 'active', '2026-01-02T00:00:00.000Z', '', '', '', '', ''],
  ])
})
