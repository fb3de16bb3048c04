import type { Change, UpdateChange } from '@muster/core/change/change'
import type { PlanSummary } from '@muster/core/plan/plan'
import { emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import { adminRole, lookups, tester } from '@muster/core/testing/account'
import { expect, test } from 'vitest'
import { accessFacts } from './access-facts.ts'
import { english } from './english.ts'
import { messageText } from './message-text.ts'
import { type PlanOrigin, planTitle, type TitledPlan, type TitledUser } from './plan-title.ts'

const names = accessFacts(lookups)
const title = (origin: PlanOrigin, summary: TitledPlan['summary'], user: TitledUser | null = null) =>
  messageText(english, planTitle(origin, { summary, names, user }))
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
  ['Tester on Billing · 38 users', update({ roles: { mode: 'edit', add: [onBilling], remove: [] } }), 38],
  ['Without Tester on Billing · 1 user', update({ roles: { mode: 'edit', add: [], remove: [onBilling] } }), 1],
  [
    'Master Admin · 1 user',
    update({ roles: { mode: 'edit', add: [{ roleId: adminRole, botId: null }], remove: [] } }),
    1,
  ],
  ['No roles · 2 users', update({ roles: { mode: 'set', to: [] } }), 2],
  ['No groups · 2 users', update({ groups: { mode: 'set', to: [] } }), 2],
  ['Exactly Tester on Billing · 2 users', update({ roles: { mode: 'set', to: [onBilling] } }), 2],
  [
    'Support and Sales · 4,812 users',
    update({ groups: { mode: 'edit', add: ['e-support', 'e-sales'], remove: [] } }),
    4812,
  ],
  [
    'Sales and without Support · 2 users',
    update({ groups: { mode: 'edit', add: ['e-sales'], remove: ['e-support'] } }),
    2,
  ],
  ['Not a developer · 3 users', update({ isDeveloper: false }), 3],
  ['Developer and may create bots · 3 users', update({ isDeveloper: true, canCreateBot: true }), 3],
  [
    'Tester on Billing, Support, and 2 more changes · 3 users',
    update({
      roles: { mode: 'edit', add: [onBilling], remove: [] },
      groups: { mode: 'edit', add: ['e-support', 'e-sales'], remove: [] },
      isDeveloper: true,
    }),
    3,
  ],
  ['Remove 12 users', { kind: 'remove' }, 12],
  ['Erase data of 3 people from all bots', { kind: 'erase', scope: { kind: 'all_bots' } }, 3],
  ['Erase data of 1 person from Claims', { kind: 'erase', scope: { kind: 'bots', botIds: ['st-claims'] } }, 1],
])('a plan is titled "%s"', (expected, change, total) => {
  expect(title({ source: 'selection', change, undoes: null }, { ...nothing, total })).toBe(expected)
})

const ana: TitledUser = { name: 'Ana Ruiz', email: 'ana@example.com', id: 'u-1' }

test.each<[string, Change]>([
  ['Support · Ana Ruiz', update({ groups: { mode: 'edit', add: ['e-support'], remove: [] } })],
  ['Remove Ana Ruiz', { kind: 'remove' }],
  ['Erase data of 1 person from all bots', { kind: 'erase', scope: { kind: 'all_bots' } }],
])('a plan for one user is titled "%s"', (expected, change) => {
  expect(title({ source: 'selection', change, undoes: null }, { ...nothing, total: 1 }, ana)).toBe(expected)
})

test('a title with a name has the address and the ID, by which it is found in the audit to be erased', () => {
  const plan = { summary: { ...nothing, total: 1 }, names, user: ana }
  const stored = JSON.stringify(planTitle({ source: 'selection', change: { kind: 'remove' }, undoes: null }, plan))
  expect(stored).toContain('"user":"u-1"')
  expect(stored).toContain('ana@example.com')
})

test.each([
  ['Change the access of 3 users, remove 1 user, and erase data of 2 people', sending(3, 1, 2), 'upload'],
  ['Remove 3 users', sending(0, 3), 'upload'],
  ['Change no users', sending(0), 'upload'],
  ['Retry: change the access of 3 users', sending(3), 'retry'],
] as const)('a plan of many changes is titled "%s"', (expected, summary, source) => {
  expect(title({ source, change: null, undoes: null }, summary)).toBe(expected)
})

test('a plan of a file names the effects and the file', () => {
  const effects = [
    { key: 'group:e-sales', added: 50, removed: 0 },
    { key: `role:${tester}:st-billing`, added: 40, removed: 2 },
    { key: 'with-group:["e-sales","r","b"]', added: 0, removed: 1 },
  ]
  const origin = { source: 'upload', change: null, undoes: null, file: 'hr.csv' } as const
  const of = (summary: PlanSummary) => title(origin, summary)
  expect(of({ ...sending(57), effects })).toBe(
    'Sales, Tester on Billing, and without Tester on Billing · 57 users · hr.csv',
  )
  expect(of(sending(0, 12))).toBe('Remove 12 users · hr.csv')
  expect(of(nothing)).toBe('hr.csv')
})

test('the first letter of a name stays', () => {
  const lowered = accessFacts({ ...lookups, groups: new Map([['e-lab', { id: 'e-lab', name: 'iOS lab' }]]) })
  const change = update({ groups: { mode: 'edit', add: ['e-lab'], remove: [] } })
  const origin = { source: 'selection', change, undoes: null } as const
  expect(messageText(english, planTitle(origin, { summary: { ...nothing, total: 2 }, names: lowered }))).toBe(
    'iOS lab · 2 users',
  )
})

test.each([
  ['Give Tester to 3 users', 'Undo "Give Tester to 3 users"'],
  ['Undo "Give Tester to 3 users"', 'Redo "Give Tester to 3 users"'],
  ['Redo "Give Tester to 3 users"', 'Undo "Give Tester to 3 users"'],
])('an undo of %s is titled %s', (undoes, expected) => {
  expect(title({ source: 'undo', change: null, undoes }, sending(3))).toBe(expected)
})
