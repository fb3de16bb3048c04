import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Access, User } from '../account/user.ts'
import type { ListChange, RoleOnBot, UpdateChange } from '../change/change.ts'
import {
  adminRole,
  analyst,
  aUser,
  auditorRole,
  botIds,
  developer,
  groupIds,
  lookups,
  planFor,
  tester,
} from '../testing/account.ts'
import { applySteps } from './apply-steps.ts'
import { createPlanner } from './create-planner.ts'
import { driftOf, sameAccess } from './drift.ts'
import type { PlanItem, Step } from './plan.ts'
import { addToSummary, emptySummary, toSummary } from './plan-fold.ts'
import { accessOf } from './plan-item.ts'
import { roleKey } from './plan-update.ts'
import { invertChange, undoItem } from './undo.ts'

const validRoles: readonly RoleOnBot[] = [
  { roleId: adminRole, botId: null },
  { roleId: auditorRole, botId: null },
  ...[tester, analyst, developer].flatMap((roleId) => botIds.map((botId) => ({ roleId, botId }))),
]

/** Any access: some roles through groups, some directly. */
const anyAccess: fc.Arbitrary<Access> = fc.record({
  groups: fc.subarray([...groupIds]),
  roles: fc
    .subarray([...validRoles])
    .chain((roles) =>
      fc.tuple(
        ...roles.map((role) => fc.constantFrom([], [], [], ['e-support']).map((viaGroups) => ({ ...role, viaGroups }))),
      ),
    ),
  canCreateBot: fc.boolean(),
  isDeveloper: fc.boolean(),
})

function anyList<T>(items: readonly T[]): fc.Arbitrary<ListChange<T>> {
  const some = fc.array(fc.constantFrom(...items), { maxLength: 5 })
  return fc.oneof(
    fc.record({ mode: fc.constant('edit' as const), add: some, remove: some }),
    fc.record({ mode: fc.constant('set' as const), to: some }),
  )
}

const oddRoles: readonly RoleOnBot[] = [
  { roleId: 'not-an-id', botId: null },
  { roleId: tester, botId: null },
  { roleId: adminRole, botId: 'st-billing' },
  { roleId: 'ffffffffffffffffffffffff', botId: null },
]

/** Any update, sensible or not. */
const anyUpdate: fc.Arbitrary<UpdateChange> = fc.record(
  {
    kind: fc.constant('update' as const),
    groups: anyList<string>([...groupIds, 'e-nowhere']),
    roles: fc.oneof({ weight: 4, arbitrary: anyList(validRoles) }, { weight: 1, arbitrary: anyList(oddRoles) }),
    canCreateBot: fc.boolean(),
    isDeveloper: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
)

const anyUser: fc.Arbitrary<User> = anyAccess.map((access) => aUser(access))

const runs = { numRuns: 2000 }
const groupName = (id: string) => lookups.groups.get(id)?.name

/** Everything an update names, as texts: the steps must be among them. */
function requested(change: UpdateChange): { gain: Set<string>; loss: (key: string) => boolean } {
  const { groups, roles } = change
  const groupsAdded = groups === undefined ? [] : groups.mode === 'set' ? groups.to : groups.add
  const rolesAdded = roles === undefined ? [] : roles.mode === 'set' ? roles.to : roles.add
  const gain = new Set([...groupsAdded, ...rolesAdded.map(roleKey)])
  const removed = new Set([
    ...(groups?.mode === 'edit' ? groups.remove : []),
    ...(roles?.mode === 'edit' ? roles.remove.map(roleKey) : []),
  ])
  const setGroups = groups?.mode === 'set'
  const setRoles = roles?.mode === 'set'
  return { gain, loss: (key) => removed.has(key) || ((key.startsWith('[') ? setRoles : setGroups) && !gain.has(key)) }
}

function isRequested(step: Step, change: UpdateChange): boolean {
  const { gain, loss } = requested(change)
  switch (step.field) {
    case 'canCreateBot':
    case 'isDeveloper':
      return change[step.field] === step.to
    case 'group':
      return step.op === 'add' ? gain.has(step.groupId) : loss(step.groupId)
    case 'role':
      return step.op === 'add' ? gain.has(roleKey(step)) : loss(roleKey(step))
    case 'account':
    case 'data':
      break
  }
  return false
}

/** What takes one step of an update back. */
function opposite(step: Step): Step {
  if (step.field === 'group' || step.field === 'role') return { ...step, op: step.op === 'add' ? 'remove' : 'add' }
  if (step.field === 'account' || step.field === 'data') return step
  return { ...step, from: step.to, to: step.from }
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)

/** What the person holds by themselves: roles that came through a group come back with the group, at Kore.ai. */
const direct = (access: Access): Access => ({ ...access, roles: access.roles.filter((r) => r.viaGroups.length === 0) })
const keys = (roles: readonly RoleOnBot[]) => new Set(roles.map(roleKey))

describe('any update of any user', () => {
  test('has only requested steps, each once', () => {
    fc.assert(
      fc.property(anyUser, anyUpdate, (user, change) => {
        const { steps } = planFor(user, change)
        expect(steps.filter((step) => !isRequested(step, change))).toEqual([])
        expect(new Set(steps.map((step) => JSON.stringify(step))).size).toBe(steps.length)
      }),
      runs,
    )
  })

  test('has exactly one disposition, that its steps and blockers agree with', () => {
    fc.assert(
      fc.property(anyUser, anyUpdate, (user, change) => {
        const item = planFor(user, change)
        expect(item.disposition === 'blocked').toBe(item.blockers.length > 0)
        expect(item.disposition === 'change').toBe(item.steps.length > 0)
        expect(item.after).toEqual(applySteps(accessOf(user), item.steps, groupName))
        const refusedByKore = item.after?.canCreateBot === true && !item.after.isDeveloper
        expect(item.disposition === 'change' && refusedByKore).toBe(false)
      }),
      runs,
    )
  })

  test('is the same by a planner that resolves each combination once', () => {
    const plan = createPlanner({ lookups, policy: { accessVerified: true } })
    const warnings = fc.constantFrom([], [{ code: 'row_invalid', details: { cell: 'B2' } } as const])
    fc.assert(
      fc.property(anyUser, anyUpdate, warnings, fc.nat(), (user, change, given, n) => {
        const others = { id: `u-${n}`, email: `user${n}@example.com` }
        for (const one of [user, structuredClone(user), { ...user, ...others }]) {
          const identifier = { by: 'email', value: one.email } as const
          const input = {
            seq: n,
            row: n,
            identifier,
            match: { kind: 'user', user: one },
            change,
            warnings: given,
          } as const
          expect(plan(input)).toEqual(planFor(one, change, input))
        }
      }),
      runs,
    )
  })

  test('planned again once applied is unchanged', () => {
    fc.assert(
      fc.property(anyUser, anyUpdate, (user, change) => {
        const item = planFor(user, change)
        fc.pre(item.disposition === 'change' && item.after !== null)
        const again = planFor({ ...user, ...item.after }, change)
        expect(again).toMatchObject({ disposition: 'unchanged', steps: [] })
        expect(driftOf(item, { ...user, ...item.after })).toBe('already_there')
        expect(driftOf(item, user)).toBe('as_planned')
      }),
      runs,
    )
  })

  test('set ends with exactly what was set', () => {
    fc.assert(
      fc.property(anyUser, anyUpdate, (user, change) => {
        const item = planFor(user, change)
        fc.pre(item.disposition !== 'blocked' && item.after !== null)
        const { groups, roles } = item.after
        const groupsRequested = change.groups?.mode === 'set' ? change.groups.to : groups
        const rolesRequested = change.roles?.mode === 'set' ? change.roles.to : roles
        expect([new Set(groups), keys(roles)]).toEqual([new Set(groupsRequested), keys(rolesRequested)])
      }),
      runs,
    )
  })

  test('applied and then undone, restores every user', () => {
    fc.assert(
      fc.property(anyUser, anyUpdate, (user, change) => {
        const item = planFor(user, change)
        fc.pre(item.disposition === 'change' && item.after !== null)
        const inverse = invertChange(item)
        expect(inverse.kind).toBe('change')
        const now = aUser({ ...user, ...item.after })
        const undo = undoItem(item, {
          seq: 1,
          match: { kind: 'user', user: now },
          lookups,
          policy: { accessVerified: true },
        })
        // A user whose flags conflicted before cannot be restored: Kore.ai would refuse it.
        fc.pre(undo.blockers.every((blocker) => blocker.code !== 'flags_conflict'))
        expect(undo.blockers).toEqual([])
        const back = applySteps(now, undo.steps, groupName)
        expect(back !== null && sameAccess(direct(back), direct(user))).toBe(true)
      }),
      runs,
    )
  })

  test('undone after a partial revert, restores every user and names each reverted part', () => {
    const some = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(anyUser, anyUpdate, some, (user, change, picks) => {
        const item = planFor(user, change)
        fc.pre(item.disposition === 'change' && item.after !== null)
        const others = item.steps.filter((_, n) => picks[n % picks.length])
        const moved = applySteps(item.after, others.map(opposite), groupName)
        fc.pre(moved !== null)
        const now = aUser({ ...user, ...moved })
        const at = { seq: 1, match: { kind: 'user', user: now }, lookups, policy: { accessVerified: true } } as const
        const undo = undoItem(item, at)
        fc.pre(undo.blockers.every((blocker) => blocker.code !== 'flags_conflict'))
        expect(undo.blockers).toEqual([])
        const named = undo.warnings.filter((warning) => warning.code === 'changed_since_job')
        const isPart = others.length < item.steps.length
        expect([undo.disposition, named.length]).toEqual(isPart ? ['change', others.length] : ['unchanged', 0])
        const back = applySteps(now, undo.steps, groupName)
        expect(back !== null && sameAccess(direct(back), direct(user))).toBe(true)
      }),
      runs,
    )
  })
})

describe('the summary', () => {
  const items: fc.Arbitrary<readonly PlanItem[]> = fc.array(
    fc.tuple(anyUser, anyUpdate).map(([user, change]) => planFor(user, change)),
    { maxLength: 30 },
  )

  const pairOf = (role: { roleId: string; botId: string | null }) => JSON.stringify([role.roleId, role.botId])

  test('adds up: dispositions and kinds to the total, effects to the steps and to the roles lost with groups', () => {
    fc.assert(
      fc.property(items, (all) => {
        const fold = emptySummary()
        for (const item of all) addToSummary(fold, item)
        const summary = toSummary(fold)
        expect(summary.total).toBe(all.length)
        expect(sum(summary.dispositions)).toBe(all.length)
        expect(sum(summary.kinds)).toBe(all.length)
        const steps = all.reduce((count, item) => count + item.steps.length, 0)
        const [ofSteps, lost] = [false, true].map((isLost) =>
          summary.effects
            .filter(({ key }) => key.startsWith('with-group:') === isLost)
            .reduce((count, effect) => count + effect.added + effect.removed, 0),
        )
        expect(ofSteps).toBe(steps)
        const viaLost = all.map(({ before, after, steps: { length } }) => {
          if (before === null || after === null || length === 0) return 0
          const kept = new Set(after.roles.map(pairOf))
          return before.roles.filter((role) => !kept.has(pairOf(role))).flatMap((role) => role.viaGroups).length
        })
        expect(lost).toBe(viaLost.reduce((count, one) => count + one, 0))
        for (const count of Object.values(summary.blockers))
          expect(count).toBeLessThanOrEqual(summary.dispositions.blocked)
      }),
      { numRuns: 1000 },
    )
  })

  test('folds a million items without holding any', () => {
    const item = planFor(aUser(), { kind: 'update', groups: { mode: 'edit', add: ['e-support'], remove: [] } })
    const fold = emptySummary()
    for (let n = 0; n < 1_000_000; n += 1) addToSummary(fold, item)
    expect(toSummary(fold)).toMatchObject({
      total: 1_000_000,
      dispositions: { change: 1_000_000 },
      effects: [{ key: 'group:e-support', added: 1_000_000, removed: 0 }],
    })
  })
})
