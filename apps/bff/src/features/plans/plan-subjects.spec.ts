import { expect, test } from 'vitest'
import { createPlanSubjects } from './plan-subjects.ts'

test('finds the first item of each subject, however many there are', () => {
  const subjects = createPlanSubjects()
  const first = new Map<string, number>()
  for (let seq = 1; seq <= 20_000; seq += 1) {
    const subject = `userId:u-${(seq * 7919) % 12_000}`
    if (!first.has(subject)) first.set(subject, seq)
    expect(subjects.firstOf(subject, seq)).toBe(first.get(subject))
  }
  expect(first.size).toBe(12_000)
})
