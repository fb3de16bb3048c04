import { expect, it } from 'vitest'
import { accessNames } from '../../lib/access.ts'
import { heatOf, matrixOf } from './matrix.ts'

const names = accessNames({
  groups: [],
  roles: [{ id: 'r-1', name: 'Tester', kind: 'bot', userCount: 0 }],
  bots: [
    { id: 'st-1', name: 'Billing', userCount: 0 },
    { id: 'st-2', name: 'Orders', userCount: 0 },
  ],
})
const assignments = [
  { roleId: 'r-1', botId: 'st-1', userCount: 3 },
  { roleId: 'r-1', botId: 'st-2', userCount: 7 },
  { roleId: 'r-unknown', botId: 'st-1', userCount: 90 },
]

it('has the roles and bots with most users first, and each count in its cell', () => {
  const matrix = matrixOf(assignments, names, '')
  expect(matrix.roles.map(({ name }) => name)).toEqual(['ID r-unknown', 'Tester'])
  expect(matrix.bots.map(({ name, total }) => [name, total])).toEqual([
    ['Billing', 93],
    ['Orders', 7],
  ])
  expect(matrix.countOf('r-1', 'st-2')).toBe(7)
  expect(matrix.countOf('r-unknown', 'st-2')).toBe(0)
  expect(matrix).toMatchObject({ most: 90, hiddenBots: 0 })
})

it('narrows to the bots of a search, and to the roles on them', () => {
  const matrix = matrixOf(assignments, names, ' order')
  expect(matrix.roles.map(({ id }) => id)).toEqual(['r-1'])
  expect(matrix.bots.map(({ id }) => id)).toEqual(['st-2'])
})

it('reports the bots beyond the table', () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ roleId: 'r-1', botId: `st-${n}`, userCount: 60 - n }))
  const matrix = matrixOf(many, names, '')
  expect(matrix.bots).toHaveLength(40)
  expect(matrix.hiddenBots).toBe(20)
})

it('shades by order of size', () => {
  expect([1, 10, 100, 1000, 10_000].map((count) => heatOf(count, 10_000))).toEqual([1, 2, 3, 4, 5])
  expect(heatOf(1, 1)).toBe(1)
})
