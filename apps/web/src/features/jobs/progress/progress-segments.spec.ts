// fast-check creates the property tests below; the linter does not recognize them as tests.
/* oxlint-disable vitest/no-standalone-expect */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { endedCount, percentDone, progressSegments } from './progress-segments.ts'

const none = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 0 }
const anyCounts = fc.record({
  changed: fc.nat(200_000),
  unchanged: fc.nat(200_000),
  skipped: fc.nat(200_000),
  failed: fc.nat(200_000),
  not_attempted: fc.nat(200_000),
  unknown: fc.nat(200_000),
  pending: fc.nat(200_000),
})

describe('progressSegments', () => {
  it('has no segment for a job without items', () => {
    expect(progressSegments(none)).toEqual([])
  })

  it('shows one failure among 150,000', () => {
    const parts = progressSegments({ ...none, changed: 149_999, failed: 1 })
    expect(parts.map((part) => part.key)).toEqual(['changed', 'failed'])
    expect(parts[1]?.percent).toBeGreaterThan(0.9)
  })

  it('shows the users in doubt as a part of the pending ones', () => {
    const parts = progressSegments({ ...none, changed: 4, pending: 6 }, 2)
    expect(parts.map(({ key, count }) => [key, count])).toEqual([
      ['changed', 4],
      ['in_doubt', 2],
      ['pending', 4],
    ])
    // The count of the users in doubt may be newer than the others.
    expect(progressSegments({ ...none, pending: 1 }, 2).map(({ count }) => count)).toEqual([1])
  })

  test.prop([anyCounts, fc.nat(10)])('keeps every item once and fills the bar', (counts, inDoubt) => {
    const parts = progressSegments(counts, inDoubt)
    const total = endedCount(counts) + counts.pending
    expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(total)
    if (total > 0) expect(parts.reduce((sum, part) => sum + part.percent, 0)).toBeCloseTo(100, 6)
    expect(parts.every((part) => part.percent > 0)).toBe(true)
  })
})

describe('percentDone', () => {
  test.prop([anyCounts])('is 100 only when nothing is pending', (counts) => {
    const total = endedCount(counts) + counts.pending
    expect(percentDone(counts) === 100).toBe(total > 0 && counts.pending === 0)
  })
})
