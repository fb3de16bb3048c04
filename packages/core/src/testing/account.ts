import type { Lookups } from '../account/access.ts'
import type { Access, User } from '../account/user.ts'
import type { PlanItem } from '../plan/plan.ts'
import { type PlanItemInput, planItem } from '../plan/plan-item.ts'

/** A small account for specs: three admin roles, three bot roles, two bots, four groups. */
export const adminRole = '0000000000000000000000a0'
export const ownerRole = '0000000000000000000000a2'
export const auditorRole = '0000000000000000000000a1'
export const tester = '0000000000000000000000b0'
export const analyst = '0000000000000000000000b1'
export const developer = '0000000000000000000000b2'
export const groupIds = ['e-support', 'e-sales', 'e-legal', 'e-lab'] as const
export const botIds = ['st-billing', 'st-claims'] as const

export const lookups: Lookups = {
  groups: new Map(groupIds.map((id) => [id, { id, name: id.slice(2, 3).toUpperCase() + id.slice(3) }])),
  roles: new Map([
    [adminRole, { id: adminRole, name: 'Master Admin', kind: 'admin' }],
    [auditorRole, { id: auditorRole, name: 'Auditor', kind: 'admin' }],
    [ownerRole, { id: ownerRole, name: 'Primary Master Admin', kind: 'admin' }],
    [tester, { id: tester, name: 'Tester', kind: 'bot' }],
    [analyst, { id: analyst, name: 'Analyst', kind: 'bot' }],
    [developer, { id: developer, name: 'Bot Developer', kind: 'bot' }],
  ]),
  bots: new Map([
    ['st-billing', { id: 'st-billing', name: 'Billing' }],
    ['st-claims', { id: 'st-claims', name: 'Claims' }],
  ]),
  known: { groups: true, roles: true, bots: true },
}

export const noAccess: Access = { groups: [], roles: [], canCreateBot: false, isDeveloper: false }

/** A user with full defaults. */
export function aUser(more: Partial<User> = {}): User {
  const name = { firstName: 'Ben', lastName: 'Okafor', email: 'ben@example.com', orgUserId: 'E7' }
  return { id: 'u-1', ...name, status: 'active', ...noAccess, ...more }
}

/** Plans a change of one known user, as item 1 of a plan. */
export function planFor(user: User, change: PlanItemInput['change'], more: Partial<PlanItemInput> = {}): PlanItem {
  return planItem({
    seq: 1,
    row: null,
    identifier: { by: 'email', value: user.email },
    match: { kind: 'user', user },
    change,
    lookups,
    policy: { accessVerified: true },
    ...more,
  })
}
