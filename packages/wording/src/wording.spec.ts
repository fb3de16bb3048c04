import { causeCodes } from '@muster/core/outcome/cause'
import type { Step } from '@muster/core/plan/plan'
import { adminRole, lookups, tester } from '@muster/core/testing/account'
import { describe, expect, test } from 'vitest'
import { accessFacts } from './access-facts.ts'
import { causeSentence } from './cause/cause-sentence.ts'
import { causeText, causeTitle } from './cause/cause-text.ts'
import { subjectMessage } from './count.ts'
import { effectLabel } from './effect-label.ts'
import { createI18n, english } from './english.ts'
import { historyMessage } from './history-sentence.ts'
import { messageText } from './message-text.ts'
import { scopeText } from './scope.ts'
import { uploadIssueMessage } from './upload-issue-text.ts'

const names = accessFacts(lookups)
const onBilling = { roleId: tester, botId: 'st-billing' }

test.each([
  ['role:0000000000000000000000b0:st-billing', 'Tester on Billing'],
  [`role:${adminRole}:*`, 'Master Admin'],
  ['group:e-support', 'group Support'],
  ['group:e-a:b', 'group e-a:b'],
  ['flag:isDeveloper', 'developer'],
  ['account', 'in this account'],
])('the effect %s has the label "%s"', (key, label) => {
  expect(messageText(english, effectLabel(key, names))).toBe(label)
})

test('history is a sentence', () => {
  const steps: Step[] = [
    { field: 'role', op: 'add', ...onBilling },
    { field: 'group', op: 'remove', groupId: 'e-support' },
    { field: 'isDeveloper', from: false, to: true },
  ]
  expect(messageText(english, historyMessage({ actor: 'Ana', user: 'Ben', steps }, names))).toBe(
    'Ana gave Ben Tester on Billing, took Ben out of Support, and turned developer on for Ben',
  )
  expect(scopeText(english, { kind: 'bots', botIds: ['st-billing', 'st-x'] }, names)).toBe('from Billing and st-x')
})

describe('causes', () => {
  test.each(causeCodes)('%s has an explanation and a remedy', (code) => {
    const text = causeText(english, code)
    for (const words of [text.title, text.explanation, text.remedy]) expect(words.length).toBeGreaterThan(10)
    expect(causeSentence(english, code, {})).not.toMatch(/undefined|null/)
  })

  test('have one title each, because the report shows only the title', () => {
    const shown = causeCodes.filter((code) => code !== 'cannot_be_undone').map((code) => causeTitle(english, code))
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('name their subject', () => {
    expect(causeSentence(english, 'role_needs_bot', { role: 'Tester' })).toBe('"Tester" needs a bot')
    expect(causeSentence(english, 'role_through_group', { role: 'Tester', bot: 'Billing', groups: 'Support' })).toBe(
      '"Tester" on "Billing" comes from Support',
    )
    expect(causeSentence(english, 'row_invalid', { issue: 'flag_unrecognized', value: 'maybe' })).toBe(
      'Neither yes nor no: "maybe"',
    )
    expect(causeSentence(english, 'duplicate_in_plan', { row: '4' })).toBe('The same user appears earlier, in row 4')
    expect(causeSentence(english, 'role_not_found', { roleId: 'r1', botId: 'st-1' })).toBe(
      'The account has no role "r1" on "st-1"',
    )
    expect(causeSentence(english, 'role_not_found', {})).toBe('The account does not have the role')
    expect(causeSentence(english, 'bot_not_found', { botId: 'st-1' })).toBe('The account has no bot "st-1"')
    expect(causeSentence(english, 'group_not_found', { group: '<b>x</b>' })).toBe('The account has no group "<b>x</b>"')
  })
})

test('an issue of quotes names its line, and any other its value', () => {
  const german = createI18n('de', { ...english.messages, 'upload.line': 'Zeile {line}' })
  expect(uploadIssueMessage(german, { code: 'quote_not_closed', value: 'line 7' })).toBe(
    'A quote is opened in this cell and not closed: “Zeile 7”.',
  )
  expect(uploadIssueMessage(german, { code: 'group_unknown', value: 'line 7' })).toBe('Group not found: “line 7”.')
})

test.each([
  [{ update: 1, remove: 1, erase: 0 }, '2 users'],
  [{ update: 0, remove: 0, erase: 2 }, '2 people'],
  [{ update: 0, remove: 1, erase: 1 }, '2 users'],
])('the subjects of %j are %s', (kinds, words) => expect(messageText(english, subjectMessage(2, kinds))).toBe(words))
