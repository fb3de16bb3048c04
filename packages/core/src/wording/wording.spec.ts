import { describe, expect, test } from 'vitest'
import { accessNames, scopeInWords } from '../account/access-names.ts'
import { causeCodes } from '../outcome/cause.ts'
import type { Step } from '../plan/plan.ts'
import { adminRole, lookups, tester } from '../testing/account.ts'
import { causeSentence } from './cause-sentence.ts'
import { causeTexts } from './cause-text.ts'
import { countInWords, effectLabel, subjectsInWords } from './effect-label.ts'
import { historySentence } from './history-sentence.ts'

const names = accessNames(lookups)
const onBilling = { roleId: tester, botId: 'st-billing' }

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

test.each([
  [{ update: 1, remove: 1, erase: 0 }, '2 users'],
  [{ update: 0, remove: 0, erase: 2 }, '2 people'],
  [{ update: 0, remove: 1, erase: 1 }, '2 users'],
])('the subjects of %j are %s', (kinds, words) => expect(subjectsInWords(2, kinds)).toBe(words))
