import { describe, expect, it } from 'vitest'
import { budgetShare } from './budget-share.ts'

describe('budgetShare', () => {
  it.each([
    [60, 0, { used: 0, percent: 0, level: 'plenty' }],
    [60, 54, { used: 54, percent: 90, level: 'plenty' }],
    [60, 55, { used: 55, level: 'low' }],
    [60, 60, { used: 60, percent: 100, level: 'spent' }],
    [60, 75, { used: 60, percent: 100, level: 'spent' }],
    [0, 0, { used: 0, percent: 100, level: 'spent' }],
  ])('measures %d calls with %d used', (limit, used, expected) => {
    expect(budgetShare({ limit, used })).toMatchObject(expected)
  })
})
