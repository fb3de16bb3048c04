import { expect, it } from 'vitest'
import { daysOf, sumOfDay } from './days.ts'

const none = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 0 }
const at = (day: number, hour: number, minute = 0): string => new Date(2026, 10, day, hour, minute).toISOString()

it('sums the days of the local calendar, also those without a job', () => {
  const sums = [
    { ...none, from: at(26, 0), changed: 5 },
    { ...none, from: at(26, 23, 45), failed: 1, unknown: 2 },
    { ...none, from: at(28, 9), unchanged: 3, skipped: 4, not_attempted: 1, pending: 2 },
    { ...none, from: at(20, 9), changed: 99 },
  ]
  const days = daysOf(sums, { nowMs: new Date(2026, 10, 28, 18).getTime(), count: 3 })
  expect(days).toEqual([
    { from: at(26, 0), changed: 5, failed: 3, other: 0 },
    { from: at(27, 0), changed: 0, failed: 0, other: 0 },
    { from: at(28, 0), changed: 0, failed: 0, other: 10 },
  ])
  expect(days.map(sumOfDay)).toEqual([8, 0, 10])
})
