import { expect, test } from 'vitest'
import { roles, user } from '../../testing/user.ts'
import { copiedAccess } from './copied-access.ts'

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
