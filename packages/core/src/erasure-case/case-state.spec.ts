import { expect, test } from 'vitest'
import { caseStateOf, daysLeft, isOverdue } from './case-state.ts'

const day = 24 * 3_600_000
const facts = { isClosed: false, isHeld: false, hasPlan: false, erasures: [], isErased: false }

test.each([
  ['open', {}],
  ['planned', { hasPlan: true }],
  ['queued', { hasPlan: true, erasures: ['erased', 'queued'] }],
  ['erased', { hasPlan: true, erasures: ['erased', 'failed'], isErased: true }],
  ['open', { erasures: ['erased'] }],
  ['planned', { hasPlan: true, erasures: ['erased'] }],
  ['failed', { hasPlan: true, erasures: ['erased', 'failed'] }],
  ['failed', { hasPlan: true, erasures: ['needs_decision', 'erased'] }],
  ['held', { isHeld: true, hasPlan: true }],
  ['closed', { isClosed: true, isHeld: true, erasures: ['queued'] }],
] as const)('a case is %s with %o', (state, more) => {
  expect(caseStateOf({ ...facts, ...more })).toBe(state)
})

test('a case is overdue after its deadline, held or not, until all people are erased or it is closed', () => {
  expect(daysLeft(2 * day, day / 2)).toBe(1)
  expect(daysLeft(day, day + 1)).toBe(-1)
  for (const state of ['open', 'held', 'planned', 'queued', 'failed'] as const) {
    expect(isOverdue(state, day, day + 1)).toBe(true)
    expect(isOverdue(state, day, day)).toBe(false)
  }
  for (const state of ['erased', 'closed'] as const) expect(isOverdue(state, day, 9 * day)).toBe(false)
})
