import { expect, test } from 'vitest'
import { capacityPace } from './call-capacity.ts'

const updates = { update: 100, remove: 0, erase: 0 }
const capacity = (read: number, write: number) => ({
  users: { read, update: write, remove: write, erase: write },
  perMinute: 60,
  perHour: 1800,
})

test.each([
  [100, 50, 45_000],
  [500, 50, 75_000],
  [500, 500, 300_000],
])('reads of %d and changes of %d users allow %d users an hour', (read, write, usersPerHour) => {
  expect(capacityPace(capacity(read, write), updates).usersPerHour).toBe(usersPerHour)
})

test('an erasure is not read', () => {
  const erasures = { update: 0, remove: 0, erase: 10 }
  expect(capacityPace(capacity(500, 50), erasures).usersPerHour).toBe(90_000)
})

test("within an hour's calls the minute is the limit, beyond them the hour", () => {
  const pace = capacityPace(capacity(500, 500), updates)
  expect(pace.secondsFor(50_000)).toBeCloseTo(300)
  expect(pace.secondsFor(600_000)).toBeCloseTo(7200)
})
