import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type CheckedLanguage, issuesOf } from './terms.mjs'

const ofWording = createRequire(fileURLToPath(new URL('../../../packages/wording/package.json', import.meta.url)))
const { compileMessage } = ofWording('@lingui/message-utils/compileMessage')

const issues = (language: CheckedLanguage, source: string, translation: string) =>
  issuesOf(language, { translation, compiled: compileMessage(translation), source: compileMessage(source) })

test.each<[CheckedLanguage, string, string]>([
  ['de', 'Edit admin roles', 'Admin-Rollen bearbeiten'],
  ['de', 'Jobs', 'Jobs'],
  ['de', 'The client secret', 'Das Geheimnis des Clients'],
  ['de', 'Choose a bot', 'Wähle deinen Bot'],
  ['ar', 'More than 5 MB', 'أكثر من 5 م.ب'],
  ['ar', 'from a script', 'من برنامج نصي'],
  ['ar', 'Bots', 'البوتات'],
  ['ar', 'Kore.ai cannot be reached', 'يتعذر الوصول إلى Kore.ai'],
])('%s: the term of "%s" is not in the glossary', (language, source, translation) => {
  expect(issues(language, source, translation)).toHaveLength(1)
})

test.each<[CheckedLanguage, string, string]>([
  ['de', 'Edit admin roles', 'Administratorrollen bearbeiten'],
  ['de', 'The job was paused', 'Der Auftrag wurde pausiert'],
  ['ar', 'Bots', 'الروبوتات'],
])('%s: the terms of "%s" are accepted', (language, source, translation) => {
  expect(issues(language, source, translation)).toEqual([])
})

test('a translation has the facts of its English text, also inside a plural', () => {
  const source = '{actor} changed {count, plural, one {# user of {group}} other {# users of {group}}}'
  expect(issues('de', source, '{actor} hat {count, plural, one {# Benutzer} other {# Benutzer}} geändert')).toEqual([
    'lacks {group}',
  ])
  expect(issues('de', '{actor} changed {policy}', '{actor} hat {rules} geändert')).toEqual([
    'lacks {policy}',
    'has {rules}, which the English text does not',
  ])
})

test('an Arabic plural has a form for two, for few and for many', () => {
  expect(issues('ar', '{n, plural, one {# row} other {# rows}}', '{n, plural, one {صف} other {# صف}}')).toEqual([
    'lacks the plural form "two"',
    'lacks the plural form "few"',
    'lacks the plural form "many"',
  ])
})
