import { describe, expect, test } from 'vitest'
import { accessNames, scopeInWords } from '../account/access-names.ts'
import type { Change, UpdateChange } from '../change/change.ts'
import { causeCodes } from '../outcome/cause.ts'
import type { PlanSummary, Step } from '../plan/plan.ts'
import { emptySummary, toSummary } from '../plan/plan-fold.ts'
import { adminRole, lookups, tester } from '../testing/account.ts'
import { causeSentence } from './cause-sentence.ts'
import { causeTexts } from './cause-text.ts'
import { historySentence } from './history-sentence.ts'
import { countInWords, effectLabel, planTitle } from './plan-title.ts'

const names = accessNames(lookups)
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
])('a plan is titled "%s"', (title, change, total) => {
  expect(planTitle({ source: 'selection', change, undoes: null }, { ...nothing, total }, names)).toBe(title)
})

test.each([
  ['Change the access of 3 users, remove 1 user and erase data of 2 people', sending(3, 1, 2), 'upload'],
  ['Ask again: change the access of 3 users', sending(3), 'retry'],
] as const)('a plan of many changes is titled "%s"', (title, summary, source) => {
  expect(planTitle({ source, change: null, undoes: null }, summary, names)).toBe(title)
})

test.each([
  ['Give Tester to 3 users', 'Undo "Give Tester to 3 users"'],
  ['Undo "Give Tester to 3 users"', 'Redo "Give Tester to 3 users"'],
  ['Redo "Give Tester to 3 users"', 'Undo "Give Tester to 3 users"'],
])('an undo of %s is titled %s', (undoes, title) => {
  expect(planTitle({ source: 'undo', change: null, undoes }, sending(3), names)).toBe(title)
})

test.each([
  ['role:0000000000000000000000b0:st-billing', 'Tester on Billing'],
  [`role:${adminRole}:*`, 'Master Admin'],
  ['group:e-support', 'group Support'],
  ['group:e-a:b', 'group e-a:b'],
  ['flag:isDeveloper', 'developer'],
  ['account', 'in this account'],
])('the effect %s reads "%s"', (key, label) => {
  expect(effectLabel(key, names)).toBe(label)
})

test('counts are grouped by three', () => {
  expect([0, 999, 1000, 1048576].map(countInWords)).toEqual(['0', '999', '1,000', '1,048,576'])
})

test('history is a sentence', () => {
  const steps: Step[] = [
    { field: 'role', op: 'add', ...onBilling },
    { field: 'group', op: 'remove', groupId: 'e-support' },
    { field: 'isDeveloper', from: false, to: true },
  ]
  expect(historySentence({ actor: 'Ana', person: 'Ben', steps }, names)).toBe(
    'Ana gave Ben Tester on Billing, took Ben out of Support and turned developer on for Ben',
  )
  expect(scopeInWords({ kind: 'bots', botIds: ['st-billing', 'st-x'] }, names)).toBe('from Billing and st-x')
})

describe('causes', () => {
  test.each(causeCodes)('%s is explained, with something to do about it', (code) => {
    const text = causeTexts[code]
    for (const words of [text.title, text.explanation, text.remedy]) expect(words.length).toBeGreaterThan(10)
    expect(text.fixes.includes('retry')).toBe(text.retryable && code !== 'changed_since_plan')
    expect(causeSentence(code, {})).not.toMatch(/undefined|null/)
  })

  test('have one title each, or the report could not tell them apart', () => {
    const shown = causeCodes.filter((code) => code !== 'cannot_be_undone').map((code) => causeTexts[code].title)
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('name what they are about', () => {
    expect(causeSentence('role_needs_bot', { role: 'Tester' })).toBe('"Tester" needs a bot')
    expect(causeSentence('role_through_group', { role: 'Tester', bot: 'Billing', groups: 'Support' })).toBe(
      '"Tester" on "Billing" comes through Support',
    )
    expect(causeSentence('row_invalid', { problem: 'Not a yes or no', value: 'maybe' })).toBe(
      'Not a yes or no: "maybe"',
    )
    expect(causeSentence('duplicate_in_plan', { row: '4' })).toBe('The same user comes earlier, in row 4')
    expect(causeSentence('role_not_found', { roleId: 'r1', botId: 'st-1' })).toBe(
      'The account has no role "r1" on "st-1"',
    )
    expect(causeSentence('role_not_found', {})).toBe('The account does not have the role')
    expect(causeSentence('bot_not_found', { botId: 'st-1' })).toBe('The account has no bot "st-1"')
    expect(causeSentence('group_not_found', { group: '<b>x</b>' })).toBe('The account has no group "<b>x</b>"')
  })
})
