import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'
import { pseudoLocalize } from './pseudo-localize.ts'

const pseudo = (message: string, values: Record<string, unknown>): string => {
  const i18n = setupI18n()
  i18n.loadAndActivate({ locale: 'pseudo', locales: ['en'], messages: pseudoLocalize({ id: compileMessage(message) }) })
  return i18n._('id', values)
}

test.each([
  ['Show jobs', {}, 'Šĥöŵ ĵöƀš'],
  ['Read {name} now', { name: 'Ana' }, 'Ŕéåð ⟦Ana⟧ ñöŵ'],
  ['{count, plural, one {# user} other {# users}}', { count: 4812 }, '4,812 ûšéŕš'],
  ['<0>All</0> jobs <1/>', {}, '<0>Åļļ</0> ĵöƀš <1/>'],
])('accents %s and nothing of its values and tags', (message, values, expected) => {
  expect(pseudo(message, values)).toBe(expected)
})
