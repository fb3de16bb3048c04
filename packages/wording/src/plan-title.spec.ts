import type { Change, UpdateChange } from '@muster/core/change/change'
import type { PlanSummary } from '@muster/core/plan/plan'
import { emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import { adminRole, lookups, tester } from '@muster/core/testing/account'
import { expect, test } from 'vitest'
import { accessFacts } from './access-facts.ts'
import { english } from './english.ts'
import { messageText } from './message-text.ts'
import { type PlanOrigin, planTitle } from './plan-title.ts'

const names = accessFacts(lookups)
const title = (origin: PlanOrigin, summary: Pick<PlanSummary, 'total' | 'kinds'>) =>
  messageText(english, planTitle(origin, { summary, names }))
const onBilling = { roleId: tester, botId: 'st-billing' }
const nothing = toSummary(emptySummary())
const update = (more: Omit<UpdateChange, 'kind'>): UpdateChange => ({ kind: 'update', ...more })

/** A summary of so many updates, removals and erasures that would be sent. */
function sending(updates: number, removals = 0, erasures = 0): PlanSummary {
  const total = updates + removals + erasures
  return {
    ...nothing,
    total,
    dispositions: { change: total, unchanged: 0, blocked: 0 },
    kinds: { update: updates, remove: removals, erase: erasures },
    effects: [
      { key: 'account', added: 0, removed: removals },
      { key: 'data', added: 0, removed: erasures },
    ],
  }
}

test.each<[string, Change, number]>([
  ['Give Tester on Billing to 38 users', update({ roles: { mode: 'edit', add: [onBilling], remove: [] } }), 38],
  ['Take Tester on Billing from 1 user', update({ roles: { mode: 'edit', add: [], remove: [onBilling] } }), 1],
  [
    'Give Master Admin to 1 user',
    update({ roles: { mode: 'edit', add: [{ roleId: adminRole, botId: null }], remove: [] } }),
    1,
  ],
  ['Take all roles from 2 users', update({ roles: { mode: 'set', to: [] } }), 2],
  ['Set the roles of 2 users to exactly Tester on Billing', update({ roles: { mode: 'set', to: [onBilling] } }), 2],
  [
    'Add 4,812 users to Support and Sales',
    update({ groups: { mode: 'edit', add: ['e-support', 'e-sales'], remove: [] } }),
    4812,
  ],
  ['Take 2 users out of Support', update({ groups: { mode: 'edit', add: [], remove: ['e-support'] } }), 2],
  ['Turn developer off for 3 users', update({ isDeveloper: false }), 3],
  ['Change the access of 3 users', update({ isDeveloper: true, canCreateBot: true }), 3],
  ['Remove 12 users', { kind: 'remove' }, 12],
  ['Erase data of 3 people from all bots', { kind: 'erase', scope: { kind: 'all_bots' } }, 3],
  ['Erase data of 1 person from Claims', { kind: 'erase', scope: { kind: 'bots', botIds: ['st-claims'] } }, 1],
])('a plan is titled "%s"', (expected, change, total) => {
  expect(title({ source: 'selection', change, undoes: null }, { ...nothing, total })).toBe(expected)
})

test.each([
  ['Change the access of 3 users, remove 1 user, and erase data of 2 people', sending(3, 1, 2), 'upload'],
  ['Retry: change the access of 3 users', sending(3), 'retry'],
] as const)('a plan of many changes is titled "%s"', (expected, summary, source) => {
  expect(title({ source, change: null, undoes: null }, summary)).toBe(expected)
})

test.each([
  ['Give Tester to 3 users', 'Undo "Give Tester to 3 users"'],
  ['Undo "Give Tester to 3 users"', 'Redo "Give Tester to 3 users"'],
  ['Redo "Give Tester to 3 users"', 'Undo "Give Tester to 3 users"'],
])('an undo of %s is titled %s', (undoes, expected) => {
  expect(title({ source: 'undo', change: null, undoes }, sending(3))).toBe(expected)
})
