import { setupI18n } from '@lingui/core'
import { expect, expectTypeOf, test } from 'vitest'
import { createI18n, english } from './english.ts'
import { hasMessages, localize } from './localize.ts'
import { type FactsOf, type MessageCode, message } from './message.ts'
import { messageText } from './message-text.ts'
import { codedMessages } from './messages/registry.ts'

const german = createI18n('de', {
  'title.undo': '„{title}“ rückgängig machen',
  'title.phrases': '{phrases}',
  'title.remove': '{count, plural, one {# Benutzer} other {# Benutzer}} entfernen',
  'title.give_roles': '{count, plural, one {# Benutzer} other {# Benutzern}} {roles} geben',
  'name.role_on_bot': '{role} auf {bot}',
})
const removal = message('title.phrases', { phrases: [message('title.remove', { count: 4812 })] })
const gift = message('title.give_roles', {
  count: 1,
  roles: ['Admin', message('name.role_on_bot', { role: 'Tester', bot: 'Billing' })],
})

test('puts the sentences of a response into the language of the page, also inside lists and other messages', () => {
  const response = {
    items: [{ title: 'Undo "Remove 4,812 users"', titleMessage: message('title.undo', { title: removal }), total: 3 }],
    job: { title: 'give Admin and Tester on Billing to 1 user', titleMessage: gift, reason: null, reasonMessage: null },
  }
  expect(localize(german, response)).toMatchObject({
    items: [{ title: '„4.812 Benutzer entfernen“ rückgängig machen', total: 3 }],
    job: { title: '1 Benutzer Admin und Tester auf Billing geben', reason: null },
  })
})

test.each([
  ['stored before its code was', null],
  ['with a code that the page does not have', { code: 'title.of_a_newer_server', facts: {} }],
  ['with such a code inside', message('title.undo', { title: { code: 'title.of_a_newer_server', facts: {} } })],
])('keeps a sentence %s', (_what, titleMessage) => {
  expect(localize(german, { title: 'As it was', titleMessage })).toMatchObject({ title: 'As it was' })
  expect(localize(setupI18n(), { title: 'As it was', titleMessage })).toMatchObject({ title: 'As it was' })
})

test('a title begins with a capital in every position', () => {
  expect(messageText(english, removal)).toBe('Remove 4,812 users')
  expect(messageText(english, message('title.undo', { title: removal }))).toBe('Undo "Remove 4,812 users"')
})

test('a message requires the facts of its text', () => {
  expectTypeOf<{ count: number }>().toExtend<FactsOf<'title.remove'>>()
  expectTypeOf<object>().not.toExtend<FactsOf<'title.remove'>>()
  // A plural requires a number.
  expectTypeOf<{ count: string }>().not.toExtend<FactsOf<'title.remove'>>()
  expectTypeOf<keyof FactsOf<'effect.developer'>>().toBeNever()
  expectTypeOf(message<'effect.developer'>).parameters.toEqualTypeOf<[code: 'effect.developer']>()
  expectTypeOf<'title.unknown'>().not.toExtend<MessageCode>()
})

test('each code has one text', () => {
  expect(new Set(codedMessages.map(({ id }) => id)).size).toBe(codedMessages.length)
})

test('finds the sentences of a response, also inside lists', () => {
  expect(hasMessages({ items: [{ id: 'j-1', titleMessage: removal }] })).toBe(true)
  expect(hasMessages({ items: [{ id: 'j-1', title: 'As it was', titleMessage: null }], next: null })).toBe(false)
})
