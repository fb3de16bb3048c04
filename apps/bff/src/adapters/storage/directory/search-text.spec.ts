import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { asciiLower, nameKeyOf, searchPatterns, searchText, userSearchText } from './search-text.ts'

test.each([
  ['Ana.Souza@Acme.COM', 'ana souza acme com'],
  ['  José   Ñandú ', 'jose nandu'],
  ['Straße ẞ Œuvre Æsir Łódź Đorđe Øre', 'strasse ss oeuvre aesir lodz dorde ore'],
  ['İstanbul ILGIN ılgın', 'istanbul ilgin ilgin'],
  ['ΟΔΥΣΣΕΥΣ Οδυσσέας', 'οδυσσευσ οδυσσεασ'],
  ['Иванова Ёлка', 'иванова елка'],
  ['李小龙 ＡＢＣ１２３', '李小龙 abc123'],
  ['김철수', '김철수'],
  ['パス ﾊﾟｽ ハス', 'パス パス ハス'],
  ['ก้า करो Чайка', 'ก้า करो чайка'],
  ['שָׁלוֹם مُحَمَّد', 'שלום محمد'],
  ['100% _a_ \\ \' "; drop', '100 a drop'],
  ['\u0000\u202Eabc\u200B', 'abc'],
  ['🦊', ''],
])('searchText of %j is %j', (typed, expected) => {
  expect(searchText(typed)).toBe(expected)
})

test.each([
  ['ann', [['%ann%']]],
  ['an', [['% an%']]],
  ['é', [['% e%']]],
  ['%', []],
  ['__', []],
  ['  ', []],
  ['a%b', [['%a b%']]],
  ['Adams Alice', [['%adams%', '%alice%']]],
  ['Ana Ana', [['%ana%']]],
  ['ana.lee@example.com', [['%ana lee example com%']]],
  ['"Lee, Ana" <ana@example.com>', [['%ana example com%']]],
  ['mailto:ana@example.com', [['%ana example com%']]],
  ['Ana <ana@example.com>; ben@example.com', [['%ana example com%'], ['%ben example com%']]],
  ['ana@xn--mnchen-3ya.de', [['%ana munchen de%']]],
  ['="E100777"', [['%e100777%']]],
  ['100777.0', [['%100777%']]],
  ['パス', [['% パス%']]],
])('searchPatterns of %j are %j', (typed, expected) => {
  expect(searchPatterns(typed)).toEqual(expected)
})

test.each([
  ['Ana Maria', null],
  ['李小龙', null],
  ['', null],
  ['José', 'jose'],
  ['İpek', 'ipek'],
  ["O'Hara", 'o hara'],
  [' Ana  Maria ', 'ana maria'],
])('the name key of %j is %j', (name, key) => {
  expect(nameKeyOf(name)).toBe(key)
})

test('without a name key, the name in lower case is the key', () => {
  assert(
    property(string({ unit: 'grapheme' }), (name) => {
      expect(nameKeyOf(name) ?? asciiLower(name)).toBe(searchText(name))
    }),
  )
})

test('every field of a user is searched', () => {
  const user = { email: 'a@b.co', firstName: 'Zoë', lastName: 'Kim', orgUserId: 'ORG-7', id: 'u-9' }
  expect(userSearchText(user)).toBe(' a b co zoe kim org 7 u 9')
})

test('searchText is idempotent, and removes every LIKE metacharacter', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const once = searchText(text)
      expect(searchText(once)).toBe(once)
      expect(once).not.toMatch(/[%_\\]/u)
    }),
  )
})
