import { describe, expect, test } from 'vitest'
import type { Identifier, User } from '../account/user.ts'
import type { Change, UpdateChange } from '../change/change.ts'
import type { CauseCode } from '../outcome/cause.ts'
import { adminRole, analyst, aUser, lookups, ownerRole, planFor, tester } from '../testing/account.ts'
import { driftOf } from './drift.ts'
import { planItem } from './plan-item.ts'

const update = (more: Omit<UpdateChange, 'kind'>): UpdateChange => ({ kind: 'update', ...more })
const roles = (add: readonly { roleId: string; botId: string | null }[], remove: typeof add = []) =>
  update({ roles: { mode: 'edit', add, remove } })
const onBilling = { roleId: tester, botId: 'st-billing' }
const held = (role: { roleId: string; botId: string | null }, viaGroups: readonly string[] = []) => ({
  ...role,
  viaGroups,
})

const owner = held({ roleId: ownerRole, botId: null })

describe('planning one user', () => {
  test('drops what already matches and keeps the rest as steps, with before and after', () => {
    const user = aUser({ groups: ['e-support'], roles: [held(onBilling)], isDeveloper: true })
    const item = planFor(user, {
      kind: 'update',
      groups: { mode: 'edit', add: ['e-support', 'e-sales'], remove: ['e-legal'] },
      roles: { mode: 'edit', add: [onBilling], remove: [] },
      isDeveloper: true,
      canCreateBot: true,
    })
    expect(item).toMatchObject({ disposition: 'change', blockers: [] })
    expect(item.steps).toEqual([
      { field: 'group', op: 'add', groupId: 'e-sales' },
      { field: 'canCreateBot', from: false, to: true },
    ])
    expect(item.before).toMatchObject({ canCreateBot: false, isDeveloper: true })
    expect(item.after).toEqual({
      groups: ['e-support', 'e-sales'],
      roles: [held(onBilling)],
      canCreateBot: true,
      isDeveloper: true,
    })
  })

  test('is unchanged if everything already matches', () => {
    const item = planFor(aUser({ roles: [held(onBilling)] }), roles([onBilling]))
    expect(item).toMatchObject({ disposition: 'unchanged', steps: [], warnings: [] })
    expect(item.after).toEqual(item.before)
  })

  test('set makes the list exact and names every loss', () => {
    const user = aUser({ groups: ['e-support', 'e-lab'], roles: [held(onBilling)] })
    const item = planFor(user, {
      kind: 'update',
      groups: { mode: 'set', to: ['e-sales', 'e-support'] },
      roles: { mode: 'set', to: [] },
    })
    expect(item.after).toMatchObject({ groups: ['e-support', 'e-sales'], roles: [] })
    expect(item.warnings).toEqual([
      { code: 'loses_on_set', details: { group: 'Lab', groupId: 'e-lab' } },
      {
        code: 'loses_on_set',
        details: { role: 'Tester', roleId: tester, bot: 'Billing', botId: 'st-billing' },
      },
    ])
  })

  test('a role from a group cannot be removed alone, and the blocker names the group', () => {
    const user = aUser({ groups: ['e-support'], roles: [held(onBilling, ['Support'])] })
    const item = planFor(user, roles([], [onBilling]))
    expect(item.blockers).toEqual([
      { code: 'role_through_group', details: expect.objectContaining({ role: 'Tester', groups: 'Support' }) },
    ])
  })

  test('a role held through a group goes with the group, without a step of its own', () => {
    const user = aUser({ groups: ['e-support'], roles: [held(onBilling, ['Support'])] })
    const item = planFor(user, {
      ...roles([], [onBilling]),
      groups: { mode: 'edit', add: [], remove: ['e-support'] },
    })
    expect(item.steps).toEqual([{ field: 'group', op: 'remove', groupId: 'e-support' }])
    expect(item.after).toMatchObject({ groups: [], roles: [] })
  })

  test('what is held can be taken away even where the look-ups do not know it any more', () => {
    const gone = { roleId: 'ffffffffffffffffffffffff', botId: 'st-gone' }
    const user = aUser({ groups: ['e-gone'], roles: [held(gone)] })
    const item = planFor(user, { ...roles([], [gone]), groups: { mode: 'edit', add: [], remove: ['e-gone'] } })
    expect(item).toMatchObject({ disposition: 'change', after: { groups: [], roles: [] } })
  })

  test.each<[CauseCode, Change, Partial<User>]>([
    ['role_not_found', roles([{ roleId: 'ffffffffffffffffffffffff', botId: null }]), {}],
    ['role_id_malformed', roles([{ roleId: 'FFFFFFFFFFFFFFFFFFFFFFFF', botId: null }]), {}],
    ['role_id_malformed', roles([{ roleId: `${tester}\n`, botId: 'st-billing' }]), {}],
    ['role_id_malformed', roles([], [{ roleId: 'Tester', botId: null }]), {}],
    ['role_needs_bot', roles([{ roleId: tester, botId: null }]), {}],
    ['role_is_admin', roles([{ roleId: adminRole, botId: 'st-billing' }]), {}],
    ['role_not_assignable', roles([{ roleId: ownerRole, botId: null }]), {}],
    ['role_not_assignable', roles([], [{ roleId: ownerRole, botId: null }]), { roles: [owner] }],
    ['role_not_assignable', update({ roles: { mode: 'set', to: [] } }), { roles: [owner] }],
    ['bot_not_found', roles([{ roleId: tester, botId: 'st-nowhere' }]), {}],
    ['group_not_found', update({ groups: { mode: 'edit', add: ['e-nowhere'], remove: [] } }), {}],
    ['group_not_found', update({ groups: { mode: 'edit', add: [], remove: ['e-nowhere'] } }), {}],
    ['group_not_found', update({ groups: { mode: 'set', to: ['__proto__'] } }), {}],
    ['flags_conflict', update({ canCreateBot: true }), {}],
    ['flags_conflict', update({ isDeveloper: false }), { canCreateBot: true, isDeveloper: true }],
    ['row_invalid', roles([onBilling], [onBilling]), {}],
    ['member_of_account', { kind: 'erase', scope: { kind: 'all_bots' } }, {}],
  ])('is blocked: %s', (code, change, more) => {
    const item = planFor(aUser(more), change)
    expect(item).toMatchObject({ disposition: 'blocked', steps: [], warnings: [] })
    expect(item.blockers.map((blocker) => blocker.code)).toContain(code)
    expect(item.after).toEqual(item.before)
  })

  test.each([
    update({}),
    update({ groups: { mode: 'edit', add: [], remove: [] } }),
    update({ roles: { mode: 'edit', add: [], remove: [] } }),
  ])('is no change where nothing is requested: %j', (change) => {
    expect(planFor(aUser(), change)).toMatchObject({ disposition: 'unchanged', steps: [], blockers: [], warnings: [] })
  })

  test.each<[CauseCode, Change, Partial<User>]>([
    ['raises_privilege', roles([{ roleId: adminRole, botId: null }]), {}],
    ['raises_privilege', update({ isDeveloper: true }), {}],
    ['removes_person', { kind: 'remove' }, {}],
  ])('warns: %s', (code, change, more) => {
    const item = planFor(aUser(more), change)
    expect(item.disposition).toBe('change')
    expect(item.warnings.map((warning) => warning.code)).toContain(code)
  })

  test('checks no ids if the look-ups are unknown, and warns', () => {
    const unknown = {
      ...lookups,
      roles: new Map(),
      bots: new Map(),
      known: { groups: true, roles: false, bots: false },
    }
    const item = planFor(aUser(), roles([{ roleId: analyst, botId: 'st-any' }]), { lookups: unknown })
    expect(item.disposition).toBe('change')
    expect(item.warnings).toEqual([
      { code: 'access_unverified', details: { what: 'roles' } },
      { code: 'access_unverified', details: { what: 'bots' } },
    ])
  })

  test('drops no step if the directory has not read the access', () => {
    const user = aUser({ roles: [held(onBilling)] })
    const item = planFor(user, roles([onBilling]), { policy: { accessVerified: false } })
    expect(item).toMatchObject({ disposition: 'change', steps: [{ field: 'role', op: 'add' }] })
    expect(item.warnings).toContainEqual({ code: 'access_unverified', details: { what: 'access' } })
  })
})

const unread = ['groups', 'botRoles', 'adminRoles', 'canCreateBot', 'isDeveloper'] as const
const blind = { code: 'access_unverified', details: { what: 'access' } }

describe('planning a user whose access was never read', () => {
  const master = { roleId: adminRole, botId: null }
  test.each<[string, UpdateChange]>([
    ['a group to leave', update({ groups: { mode: 'edit', add: [], remove: ['e-lab'] } })],
    ['a bot role to lose', roles([], [onBilling])],
    ['an admin role to lose', roles([], [master])],
    ['developer off', update({ isDeveloper: false })],
    ['bot creation off', update({ canCreateBot: false })],
    ['bot creation on', update({ canCreateBot: true })],
  ])('sends %s with a warning, as over a file', (_what, change) => {
    const item = planFor(aUser({ unread }), change)
    expect(item).toMatchObject({ disposition: 'change', blockers: [] })
    expect(item.steps).toHaveLength(1)
    expect(item.warnings).toContainEqual(blind)
    expect(planFor(aUser(), change, { policy: { accessVerified: false } })).toEqual(item)
    // What was read decides as ever.
    expect(planFor(aUser({ unread: [] }), change).warnings).not.toContainEqual(blind)
  })

  test.each<[string, UpdateChange]>([
    ['groups', update({ groups: { mode: 'set', to: ['e-sales'] } })],
    ['roles', update({ roles: { mode: 'set', to: [onBilling] } })],
  ])('blocks the replacement of its %s', (_what, change) => {
    const blockers = [{ code: 'access_unverified', details: { what: 'set' } }]
    expect(planFor(aUser({ unread }), change)).toMatchObject({ disposition: 'blocked', blockers })
    expect(planFor(aUser(), change, { policy: { accessVerified: false } })).toMatchObject({ blockers })
    expect(planFor(aUser(), change).blockers).toEqual([])
  })

  test('names what it did not know beside what it knew, which still has to be as planned', () => {
    const user = aUser({ unread: ['groups'], groups: [], isDeveloper: true })
    const item = planFor(user, update({ groups: { mode: 'edit', add: ['e-sales'], remove: [] }, isDeveloper: false }))
    expect(item.warnings).toContainEqual({ code: 'access_unverified', details: { what: 'access', facts: 'groups' } })
    const read = { ...user, groups: ['e-lab'] }
    expect(driftOf(item, read)).toBe('as_planned')
    // Others changed what the plan knew.
    expect(driftOf(item, { ...read, isDeveloper: false })).toBe('moved')
    expect(driftOf(item, { ...read, canCreateBot: true })).toBe('moved')
    // Of what it did not know, nothing has moved.
    expect(driftOf(item, { ...read, groups: ['e-sales'] })).toBe('as_planned')
    const flag = planFor(aUser({ unread: ['canCreateBot'], isDeveloper: true }), update({ isDeveloper: false }))
    expect(driftOf(flag, aUser({ canCreateBot: true, isDeveloper: true }))).toBe('moved')
  })

  test('decides by what was read beside it', () => {
    const user = aUser({ unread: ['groups'], isDeveloper: true })
    expect(planFor(user, update({ isDeveloper: true }))).toMatchObject({ disposition: 'unchanged' })
  })
})

const at = (identifier: Identifier, change: Change, match: 'none' | 'ambiguous' = 'none') =>
  planItem({
    seq: 1,
    row: 3,
    identifier,
    match: match === 'none' ? { kind: 'none' } : { kind: 'ambiguous', count: 2 },
    change,
    lookups,
    policy: { accessVerified: true },
  })

const codes = (...args: Parameters<typeof at>) => at(...args).blockers.map((blocker) => blocker.code)

describe('planning a user who is not in the directory', () => {
  test.each<[CauseCode, Identifier]>([
    ['user_not_found', { by: 'email', value: 'who@example.com' }],
    ['email_invalid', { by: 'email', value: 'who@example' }],
    ['email_invalid', { by: 'email', value: '' }],
    ['email_invalid', { by: 'email', value: 'a b@example.com' }],
    ['user_not_found', { by: 'orgUserId', value: 'E404' }],
  ])('blocks updates and removals: %s', (code, identifier) => {
    expect(codes(identifier, { kind: 'remove' })).toEqual([code])
    expect(codes(identifier, update({ isDeveloper: true }))).toEqual([code])
  })

  test('blocks an ambiguous identifier, for an erasure too', () => {
    const twins: Identifier = { by: 'orgUserId', value: 'E1' }
    expect(codes(twins, { kind: 'remove' }, 'ambiguous')).toEqual(['user_ambiguous'])
    expect(codes(twins, { kind: 'erase', scope: { kind: 'all_bots' } }, 'ambiguous')).toEqual(['user_ambiguous'])
  })

  test('lists only the issues of a row that could not be read', () => {
    const blockers = [{ code: 'row_invalid', details: { problem: 'No address' } }] as const
    const unnamed = { by: 'email', value: '' } as const
    const read = { seq: 1, row: 1, identifier: unnamed, match: { kind: 'none' }, change: update({}), blockers } as const
    expect(planItem({ ...read, lookups, policy: { accessVerified: true } }).blockers).toEqual(blockers)
  })

  test('may be erased: customers are not in the directory', () => {
    const customer: Identifier = { by: 'channelUserId', value: '+4179', channelId: 'sms' }
    const item = at(customer, { kind: 'erase', scope: { kind: 'bots', botIds: ['st-billing', 'st-claims'] } })
    expect(item).toMatchObject({ row: 3, user: null, before: null, after: null, disposition: 'change' })
    expect(item.warnings).toEqual([{ code: 'cannot_be_undone', details: { scope: 'bots', bots: 'Billing, Claims' } }])
  })

  test('is not erased from bots that do not exist, or from none', () => {
    const who: Identifier = { by: 'orgUserId', value: 'E9' }
    expect(codes(who, { kind: 'erase', scope: { kind: 'bots', botIds: ['st-nowhere'] } })).toEqual(['bot_not_found'])
    expect(codes(who, { kind: 'erase', scope: { kind: 'bots', botIds: [] } })).toEqual(['nothing_requested'])
  })
})
