import { expect, test } from 'vitest'
import { closestFirst, isAmbiguous, matchOptions, namedOption, unchosenSentence } from './match-options.ts'

const option = (label: string, value = label) => ({ value, label })
const roles = ['Senior Analyst', 'Analyst - Returns', 'Analyst', 'Tester'].map((label) => option(label))

test('the closest option comes first', () => {
  expect(matchOptions(roles, ' analyst').map(({ label }) => label)).toEqual([
    'Analyst',
    'Analyst - Returns',
    'Senior Analyst',
  ])
})

test.each([
  ['ANALYST', 'Analyst'],
  ['ret', 'Analyst - Returns'],
  ['ana', null],
  ['none', null],
])('%s names %s', (text, label) => {
  expect(namedOption(roles, text)?.label ?? null).toBe(label)
})

test('a name of two options names neither', () => {
  const twins = [option('Support', 'e-1'), option('Support', 'e-2'), option('Support Line', 'e-3')]
  expect(namedOption(twins, 'support')).toBeNull()
  expect(isAmbiguous(twins, 'support')).toBe(true)
  expect(isAmbiguous(twins, 'support line')).toBe(false)
})

test('accents may be missing, but are never others', () => {
  const labels = ['Équipe Łódź', 'İzmir', 'Isı', 'Müller', 'Bán', 'Bạn', 'Straße'].map((label) => option(label))
  const named = (text: string) => namedOption(labels, text)?.label ?? null
  expect(['equipe', 'lodz', 'izmir', 'ISI', 'muller', 'strasse', 'STRASSE'].map(named)).toEqual([
    'Équipe Łódź',
    'Équipe Łódź',
    'İzmir',
    'Isı',
    'Müller',
    'Straße',
    'Straße',
  ])
  expect(['bán', 'bạn', 'ban'].map(named)).toEqual(['Bán', 'Bạn', null])
  expect(isAmbiguous(labels, 'ban')).toBe(true)
  expect(isAmbiguous(labels, 'bán')).toBe(false)
  expect(namedOption([option('Ban'), option('Bán')], 'ban')?.label).toBe('Ban')
})

test('a group with the closest option comes first, and the limit counts options', () => {
  const options = [
    { group: 'On a bot', items: [option('Admin Tester'), option('Administrator')] },
    { group: 'Whole account', items: [option('Admin')] },
  ]
  expect(closestFirst({ options, search: 'admin', limit: 2 })).toEqual([
    { group: 'Whole account', items: [option('Admin')] },
    { group: 'On a bot', items: [option('Admin Tester')] },
  ])
})

test('the sentence explains what to do about the text', () => {
  expect(unchosenSentence(roles, 'Nigth')).toBe('Nothing matches “Nigth”. Correct or clear the text.')
  expect(unchosenSentence(roles, 'ana')).toBe('“ana” matches 3 options. Choose one or clear the text.')
})
