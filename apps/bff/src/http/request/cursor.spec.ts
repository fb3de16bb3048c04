import { describe, expect, test } from 'vitest'
import { cursorOfKeys, idOf, keysOf, numberOf, pageOf } from './cursor.ts'

const isPair = (keys: readonly string[]) => keys.length === 2
const refused = expect.objectContaining({ code: 'invalid_request' })

describe('a cursor', () => {
  test.each(['', '-1', '1e3', '1.5', ' 1', '2147483648', '99999999999999999', 'x'])(
    'of a number is not %j',
    (cursor) => {
      expect(() => numberOf(cursor)).toThrow(refused)
    },
  )

  test.each(['', 'nonsense', '0193-', "1'; drop table plans"])('of an ID is not %j', (cursor) => {
    expect(() => idOf(cursor)).toThrow(refused)
  })

  test.each(['', 'nonsense', cursorOfKeys(['a', 'b']).slice(0, -4), btoa('["a"]'), btoa('["a", 1]'), btoa('{}')])(
    'of sort keys is not %j',
    (cursor) => {
      expect(() => keysOf(cursor, isPair)).toThrow(refused)
    },
  )

  test('survives a round trip', () => {
    expect(numberOf('2147483647')).toBe(2_147_483_647)
    expect(numberOf('9007199254740991', Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER)
    const id = '019b2c1e-7b3a-7c4d-8e5f-0123456789ab'
    expect(idOf(id)).toBe(id)
    expect(keysOf(cursorOfKeys(['ümlaut@example.com', 'u-1']), isPair)).toEqual(['ümlaut@example.com', 'u-1'])
  })

  test('is absent for the first page', () => {
    expect([numberOf(undefined), idOf(undefined), keysOf(undefined, isPair)]).toEqual([0, null, null])
  })
})

test('the last page has no cursor, even if it is full or empty', () => {
  const page = (found: readonly number[]) => pageOf(found, 2, String)
  expect(page([1, 2, 3])).toEqual({ items: [1, 2], next: '2' })
  expect(page([1, 2])).toEqual({ items: [1, 2], next: null })
  expect(page([])).toEqual({ items: [], next: null })
})
