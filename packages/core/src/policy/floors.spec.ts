import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RoleOnBot, UpdateChange } from '../change/change.ts'
import type { PlanItem } from '../plan/plan.ts'
import { adminRole, aUser, auditorRole, lookups, planFor } from '../testing/account.ts'
import { floorGuard, takingOf } from './floors.ts'

const admin: RoleOnBot = { roleId: adminRole, botId: null }
const anAdmin = (n: number, viaGroups: readonly string[] = []) =>
  aUser({ id: `u-${n}`, email: `a${n}@example.com`, groups: ['e-support'], roles: [{ ...admin, viaGroups }] })
const demotion: UpdateChange = { kind: 'update', roles: { mode: 'edit', add: [], remove: [admin] } }
const leaving: UpdateChange = { kind: 'update', groups: { mode: 'edit', add: [], remove: ['e-support'] } }
const others = {
  actor: 'ana@example.com',
  protectedUsers: new Map([
    ['svc@example.com', 'protected_user'],
    ['u-9', 'protected_user'],
    ['app@example.com', 'connection_user'],
    ['renée@bücher.example', 'protected_user'],
  ] as const),
}
const joining: UpdateChange = { kind: 'update', groups: { mode: 'edit', add: ['e-support'], remove: [] } }
const trade: UpdateChange = { ...leaving, canCreateBot: true, isDeveloper: true }
const guardFor = (holders: number, floor = 1) =>
  floorGuard({ admins: { holders: new Map([[adminRole, holders]]), floor }, ...others }, lookups)

function guarded(items: readonly PlanItem[], holders: number, floor = 1): readonly PlanItem[] {
  return items.map(guardFor(holders, floor))
}

describe('users who cannot be removed', () => {
  const itemOf = (user: ReturnType<typeof aUser>, change: PlanItem['change']) => planFor(user, change)
  const own = aUser({ email: 'Ana@Example.com', roles: [{ ...admin, viaGroups: [] }] })
  test.each([
    ['the acting member, removed', itemOf(own, { kind: 'remove' }), 'own_account'],
    ['the acting member, demoted', itemOf(own, demotion), 'own_account'],
    ['a protected email', itemOf(aUser({ email: 'SVC@example.com' }), { kind: 'remove' }), 'protected_user'],
    [
      'a protected email in Punycode and decomposed letters',
      itemOf(aUser({ email: 'rene\u0301e@xn--bcher-kva.example' }), { kind: 'remove' }),
      'protected_user',
    ],
    ['the user of the connection', itemOf(aUser({ email: 'app@example.com' }), { kind: 'remove' }), 'connection_user'],
    [
      'a protected user who also gains',
      itemOf(aUser({ email: 'svc@example.com', groups: ['e-support'] }), trade),
      'protected_user',
    ],
    ['a protected id', itemOf(aUser({ id: 'u-9', groups: ['e-support'] }), leaving), 'protected_user'],
  ])('%s', (_, item, code) => {
    const [judged] = guarded([item], 5)
    expect(judged).toMatchObject({ disposition: 'blocked', steps: [], blockers: [{ code }] })
  })

  test.each([
    ['the acting member gains a group', itemOf(aUser({ email: 'ana@example.com' }), joining)],
    ['a protected user gains a group', itemOf(aUser({ email: 'svc@example.com' }), joining)],
  ])('but %s', (_, item) => expect(guarded([item], 5)).toEqual([item]))
})

test('an item takes from its user by every identifier that it has', () => {
  const identifier = { by: 'email', value: ' Ana@Example.com' } as const
  const taken = (user: PlanItem['user']) =>
    takingOf({ identifier, user, change: { kind: 'remove' }, steps: [] }, null, lookups).names
  expect(taken(null)).toEqual(['ana@example.com'])
  expect(taken({ ...aUser({ id: 'u-1', email: '' }), orgUserId: null })).toEqual(['ana@example.com', 'u-1'])
})

describe('the last administrator', () => {
  test.each([
    ['demoted', planFor(anAdmin(1), demotion)],
    ['removed', planFor(anAdmin(1), { kind: 'remove' })],
    ['taken out of the group the role comes through', planFor(anAdmin(1, ['Support']), leaving)],
  ])('is not %s', (_, item) => {
    expect(item.disposition).toBe('change')
    const [last] = guarded([item], 1)
    expect(last).toMatchObject({ disposition: 'blocked', steps: [], blockers: [{ code: 'last_admin' }], warnings: [] })
    expect(last?.blockers[0]?.details).toMatchObject({ role: 'Master Admin', floor: '1' })
    expect(guarded([item], 2)).toEqual([item])
  })

  test('is the one that reaches the floor', () => {
    const items = [1, 2, 3].map((n) => planFor(anAdmin(n), { kind: 'remove' }))
    expect(guarded(items, 3).map((item) => item.disposition)).toEqual(['change', 'change', 'blocked'])
    expect(guarded(items, 3, 2).map((item) => item.disposition)).toEqual(['change', 'blocked', 'blocked'])
  })

  test('may be edited in other ways', () => {
    const item = planFor(anAdmin(1), { kind: 'update', isDeveloper: true })
    expect(guarded([item], 1)).toEqual([item])
  })

  test('is judged by the roles that are counted only', () => {
    const auditor = aUser({ roles: [{ roleId: auditorRole, botId: null, viaGroups: [] }] })
    const item = planFor(auditor, { kind: 'remove' })
    expect(guarded([item], 1)).toEqual([item])
  })

  test('never loses the role, whatever is planned in whatever order', () => {
    const doing = fc.constantFrom<PlanItem['change']>(demotion, { kind: 'remove' }, leaving, {
      kind: 'update',
      canCreateBot: true,
      isDeveloper: true,
    })
    const people = fc.array(fc.tuple(doing, fc.boolean()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 3 }), (all, elsewhere) => {
        const items = all.map(([change, viaGroup], n) => planFor(anAdmin(n, viaGroup ? ['e-support'] : []), change))
        const after = guarded(items, all.length + elsewhere).filter(
          (item) => item.after?.roles.some((role) => role.roleId === adminRole) === true,
        )
        expect(after.length + elsewhere).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 1000 },
    )
  })
})
