import { expect, test } from 'vitest'
import { nearMisses } from './near-misses.ts'

const users = [
  { id: 'u-1f2e3d', email: 'ana.kovac@acme.example', firstName: 'Ana', lastName: 'Kova\u010d', orgUserId: 'E10002' },
  { id: 'u-2', email: 'sven@acme.example', firstName: 'Sven', lastName: 'Member', orgUserId: null },
  { id: 'u-3', email: 'svenja@acme.example', firstName: 'Svenja', lastName: 'Memmer', orgUserId: null },
]

test.each([
  ['sven membr', ['Sven Member', 'Svenja Memmer']],
  ['kovca', ['Ana Kova\u010d']],
  ['kovacz ana', ['Ana Kova\u010d']],
  ['sevn@acme.example', ['sven@acme.example']],
  ['E10003', ['E10002']],
  ['u-1f2e3c', ['u-1f2e3d']],
  ['zimmermann', []],
  ['xy', []],
  ['', []],
])('%j may mean %j', (typed, suggestions) => {
  expect(nearMisses(typed, users)).toEqual(suggestions)
})

test('two users of one name are offered once, and no more than five texts', () => {
  const many = Array.from({ length: 9 }, (_, n) => ({
    ...users[1],
    id: `u-${n}`,
    email: `person${n}@acme.example`,
    firstName: `Sven${n < 2 ? '' : n}`,
    lastName: 'Member',
    orgUserId: null,
  }))
  expect(nearMisses('sven membr', many)).toHaveLength(5)
  expect(nearMisses('sven membr', many).filter((text) => text === 'Sven Member')).toHaveLength(1)
})
