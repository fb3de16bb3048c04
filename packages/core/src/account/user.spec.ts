import { expect, test } from 'vitest'
import { identifierOfKnown, idOfAddress, isOtherUser } from './user.ts'

test.each([
  ['an ID of Kore.ai', 'u-1', 'ana@acme.example', true],
  ['an ID of Kore.ai, without an address', 'u-1', '', true],
  ['a row of a file without IDs', idOfAddress('Ana@Acme.example'), 'ana@acme.example', false],
  [
    'a row of a file, its domain in Punycode since',
    idOfAddress('ana@münchen.example'),
    'ana@xn--mnchen-3ya.example',
    false,
  ],
  ['an entry of a list without IDs', 'Ana@acme.example', 'ana@acme.example', false],
])('%s tells users of one address apart: %j, %j, %j', (_what, id, email, isKey) => {
  expect(isOtherUser({ id, email }, 'u-2')).toBe(isKey)
  expect(isOtherUser({ id, email }, id)).toBe(false)
  expect(identifierOfKnown({ id, email }).by).toBe(isKey ? 'userId' : 'email')
})
