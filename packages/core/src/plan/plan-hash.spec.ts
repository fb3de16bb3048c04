import { expect, test } from 'vitest'
import { aUser, planFor } from '../testing/account.ts'
import { canonicalItem } from './plan-hash.ts'

const item = planFor(aUser({ firstName: 'Zoë "Z"\u2028', groups: ['e-lab', 'e-sales'] }), {
  kind: 'update',
  groups: { mode: 'edit', add: ['e-support'], remove: [] },
})

test('the text of an item is its complete JSON', () => {
  expect(JSON.parse(canonicalItem(item))).toEqual(item)
})

test('does not depend on the order fields were written in, or on absent ones', () => {
  const { seq, ...rest } = item
  expect(canonicalItem({ ...rest, seq })).toBe(canonicalItem(item))
  const groups = { remove: [], add: ['e-support'], mode: 'edit' } as const
  expect(canonicalItem({ ...item, change: { groups, kind: 'update' } })).toBe(canonicalItem(item))
})

test.each([
  ['the position', { seq: 2 }],
  ['a group in another order', { before: { ...aUser(), groups: ['e-sales', 'e-lab'] } }],
  ['a step fewer', { steps: [] }],
])('differs with %s', (_, more) => {
  expect(canonicalItem({ ...item, ...more })).not.toBe(canonicalItem(item))
})
