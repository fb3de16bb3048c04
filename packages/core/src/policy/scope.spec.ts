import { expect, test } from 'vitest'
import type { Lookups } from '../account/access.ts'
import type { User } from '../account/user.ts'
import type { Change } from '../change/change.ts'
import { permissionsOf, permissionsOfMember, type Scope } from '../permission.ts'
import { createPlanner } from '../plan/create-planner.ts'
import type { UserMatch } from '../plan/plan-item.ts'
import { matchWithin, reachesUser, scopeGuard } from './scope.ts'

const [tester, admin] = ['a'.repeat(24), 'b'.repeat(24)]
const lookups: Lookups = {
  groups: new Map([
    ['g1', { id: 'g1', name: 'Support' }],
    ['g2', { id: 'g2', name: 'Sales' }],
  ]),
  roles: new Map([
    [tester, { id: tester, name: 'Tester', kind: 'bot' }],
    [admin, { id: admin, name: 'Admin', kind: 'admin' }],
  ]),
  bots: new Map([
    ['b1', { id: 'b1', name: 'Billing' }],
    ['b2', { id: 'b2', name: 'HR' }],
  ]),
  known: { groups: true, roles: true, bots: true },
}
const user: User = {
  id: 'u1',
  email: 'ana@example.com',
  firstName: 'Ana',
  lastName: 'A',
  orgUserId: null,
  status: 'active',
  groups: ['g1'],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
}
const scope = (limit: Partial<Scope>): Scope => ({ groups: null, bots: null, since: 0, ...limit })

/** A change of a user, planned by a member with this limit; `others` can make it. */
function planned(
  limit: Partial<Scope>,
  { change, match = { kind: 'user', user }, others = 'Olga' }: { change: Change; match?: UserMatch; others?: string },
) {
  const plan = createPlanner({ lookups, policy: { accessVerified: true } })
  const within = scope(limit)
  const item = plan({
    seq: 1,
    row: null,
    identifier: { by: 'email', value: 'ana@example.com' },
    match: matchWithin(within, match),
    change,
    blockers: [],
    warnings: [],
  })
  return scopeGuard({ scope: within, others }, lookups)(item)
}

function blockers(limit: Partial<Scope>, change: Change, match?: UserMatch) {
  const { blockers: found } = planned(limit, match === undefined ? { change } : { change, match })
  return found.map(({ code, details }) => [code, details['group'] ?? details['role'] ?? details['what'] ?? ''])
}

const flag: Change = { kind: 'update', isDeveloper: true }
const joins = (...add: string[]): Change => ({ kind: 'update', groups: { mode: 'edit', add, remove: [] } })
const gets = (roleId: string, botId: string | null): Change => ({
  kind: 'update',
  roles: { mode: 'edit', add: [{ roleId, botId }], remove: [] },
})

test('a user is within a limit by one of their groups', () => {
  expect(reachesUser({ groups: null }, { groups: [] })).toBe(true)
  expect(reachesUser({ groups: ['g1', 'g2'] }, { groups: ['g2'] })).toBe(true)
  expect(reachesUser({ groups: ['g1'] }, { groups: ['g2'] })).toBe(false)
  expect(reachesUser({ groups: ['g1'] }, { groups: ['g2', 'g1'] })).toBe(true)
  expect(reachesUser({ groups: [] }, { groups: ['g2'] })).toBe(false)
})

test('a user beyond the limit, an unknown one and several are the same to a limited member', () => {
  const outside: UserMatch = { kind: 'user', user: { ...user, groups: ['g2'] } }
  for (const change of [flag, { kind: 'remove' }, { kind: 'erase', scope: { kind: 'all_bots' } }] as const)
    for (const match of [outside, { kind: 'none' }, { kind: 'ambiguous', count: 2 }] as const)
      expect(blockers({ groups: ['g1'] }, change, match)).toEqual([['user_out_of_scope', '']])
  expect(blockers({ bots: ['b1'] }, flag, outside)).toEqual([])
  expect(blockers({ bots: ['b1'] }, flag, { kind: 'none' })).toEqual([['user_not_found', '']])
})

test('without a limit to groups every match stays as it is', () => {
  const outside: UserMatch = { kind: 'user', user: { ...user, groups: ['g2'] } }
  for (const match of [outside, { kind: 'none' }, { kind: 'ambiguous', count: 2 }] as const) {
    expect(matchWithin(null, match)).toBe(match)
    expect(matchWithin(scope({ bots: ['b1'] }), match)).toBe(match)
  }
})

test('a blocker names at most five groups of the limit, and who else can make the change', () => {
  const none: UserMatch = { kind: 'none' }
  const details = (groups: readonly string[], others: string) =>
    planned({ groups }, { change: flag, match: none, others }).blockers.map((one) => one.details)
  const five = ['g1', 'g2', 'g3', 'g4', 'g5']
  expect(details(five, 'Olga')).toEqual([{ groups: 'Support, Sales, g3, g4, g5', others: 'Olga' }])
  expect(details([...five, 'g6'], '')).toEqual([{ groups: 'Support, Sales, g3, g4, g5, …' }])
})

test('a malformed address stays malformed', () => {
  const plan = createPlanner({ lookups, policy: { accessVerified: true } })
  const identifier = { by: 'email', value: 'no address' } as const
  const item = plan({
    seq: 1,
    row: null,
    identifier,
    match: { kind: 'none' },
    change: flag,
    blockers: [],
    warnings: [],
  })
  const guarded = scopeGuard({ scope: scope({ groups: ['g1'] }), others: '' }, lookups)(item)
  expect(guarded.blockers.map(({ code }) => code)).toEqual(['email_invalid'])
})

test('a limit to groups leaves flags and roles, and only these groups', () => {
  expect(blockers({ groups: ['g1', 'g2'] }, joins('g2'))).toEqual([])
  expect(blockers({ groups: ['g1'] }, joins('g2'))).toEqual([['change_out_of_scope', 'Sales']])
  expect(blockers({ groups: ['g1'] }, gets(tester, 'b2'))).toEqual([])
  expect(blockers({ groups: ['g1'] }, flag)).toEqual([])
  expect(blockers({ groups: ['g1'] }, { kind: 'remove' })).toEqual([])
})

test('a limit to bots leaves flags, and only roles on these bots', () => {
  expect(blockers({ bots: ['b1'] }, gets(tester, 'b1'))).toEqual([])
  expect(blockers({ bots: ['b1'] }, gets(tester, 'b2'))).toEqual([['change_out_of_scope', 'Tester']])
  expect(blockers({ bots: ['b1'] }, gets(admin, null))).toEqual([['change_out_of_scope', 'Admin']])
  expect(blockers({ bots: ['b1'], groups: ['g1', 'g2'] }, joins('g2'))).toEqual([['change_out_of_scope', 'Sales']])
  expect(blockers({ bots: ['b1'] }, flag)).toEqual([])
})

test('a removal takes all roles, so a limit to bots blocks it for users with others', () => {
  const holds = (...botIds: (string | null)[]): UserMatch => ({
    kind: 'user',
    user: { ...user, roles: botIds.map((botId) => ({ roleId: tester, botId, viaGroups: [] })) },
  })
  expect(blockers({ bots: ['b1'] }, { kind: 'remove' }, holds('b1'))).toEqual([])
  expect(blockers({ bots: ['b1'] }, { kind: 'remove' }, holds('b2'))).toEqual([['change_out_of_scope', 'remove']])
  expect(blockers({ bots: ['b1'] }, { kind: 'remove' }, holds(null))).toEqual([['change_out_of_scope', 'remove']])
  expect(blockers({ bots: ['b1'] }, { kind: 'remove' }, holds('b1', 'b2'))).toEqual([['change_out_of_scope', 'remove']])
})

test('an erasure keeps to the bots of a limit', () => {
  const erase = (...botIds: string[]): Change => ({ kind: 'erase', scope: { kind: 'bots', botIds } })
  const none: UserMatch = { kind: 'none' }
  expect(blockers({ bots: ['b1'] }, erase('b1'), none)).toEqual([])
  expect(blockers({ bots: ['b1'] }, erase('b1', 'b2'), none)).toEqual([['change_out_of_scope', 'erase']])
  expect(blockers({ bots: ['b1'] }, { kind: 'erase', scope: { kind: 'all_bots' } }, none)).toEqual([
    ['change_out_of_scope', 'erase'],
  ])
})

test('a limited member has no permission over the whole account, whatever the role', () => {
  const membership = { role: 'owner', granted: null, scope: scope({ groups: ['g1'] }) }
  const held = permissionsOfMember(membership)
  for (const lost of ['audit:read', 'plans:approve', 'members:manage', 'users:erase', 'directory:sync'] as const)
    expect(held).not.toContain(lost)
  expect(held).toContain('users:edit')
  expect(permissionsOfMember({ ...membership, scope: null })).toEqual(permissionsOf('owner'))
})

test('a custom role grants its permissions, and a role that does not exist grants none', () => {
  expect(permissionsOfMember({ role: 'x', granted: ['users:read', 'audit:read'], scope: null })).toEqual([
    'users:read',
    'audit:read',
  ])
  expect(permissionsOfMember({ role: 'x', granted: null, scope: null })).toEqual([])
})
