import type { UserEntry } from '@muster/contracts/users'
import { expect, test } from 'vitest'
import { copiedAccess } from './copied-access.ts'

const user: UserEntry = {
  id: 'u-1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'Ruiz',
  orgUserId: null,
  status: 'active',
  groups: ['e-support'],
  roles: [
    { roleId: 'r-tester', botId: 'st-billing', viaGroups: [] },
    { roleId: 'r-analyst', botId: 'st-billing', viaGroups: ['e-support'] },
    { roleId: 'r-admin', botId: null, viaGroups: [] },
    { roleId: 'r-gone', botId: 'st-billing', viaGroups: [] },
  ],
  canCreateBot: false,
  isDeveloper: true,
  readAt: null,
}
const roles = [
  { id: 'r-tester', name: 'Tester', kind: 'bot', userCount: 1 },
  { id: 'r-analyst', name: 'Analyst', kind: 'bot', userCount: 1 },
  { id: 'r-admin', name: 'Master Admin', kind: 'admin', userCount: 1 },
] as const

test('groups, own roles on bots and flags are copied; elevated access and unknown roles are excluded', () => {
  expect(copiedAccess(user, roles)).toEqual({
    preset: {
      addGroups: ['e-support'],
      addRoles: [{ roleId: 'r-tester', botId: 'st-billing' }],
      isDeveloper: 'yes',
      canCreateBot: 'leave',
    },
    excluded: [
      { roleId: 'r-admin', botId: null },
      { roleId: 'r-gone', botId: 'st-billing' },
    ],
  })
})
