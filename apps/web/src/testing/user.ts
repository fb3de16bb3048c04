import type { RoleEntry } from '@muster/contracts/access'
import type { UserEntry } from '@muster/contracts/users'

/** A user with a group, roles of every kind and a flag. */
export const user: UserEntry = {
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

/** The roles of the account; one of the user's is not among them. */
export const roles: RoleEntry[] = [
  { id: 'r-tester', name: 'Tester', kind: 'bot', userCount: 1 },
  { id: 'r-analyst', name: 'Analyst', kind: 'bot', userCount: 1 },
  { id: 'r-admin', name: 'Master Admin', kind: 'admin', userCount: 1 },
]
