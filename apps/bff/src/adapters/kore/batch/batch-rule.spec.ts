import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LearnedBatch } from '../../../features/kore/ports.ts'
import { afterCall, unlearned } from './batch-rule.ts'

const at = { ceiling: 500, now: 0 }

/** The sizes of the next calls of an account that refuses more than `limit` users. */
function sizesOf(limit: number, calls: number, start: LearnedBatch = unlearned(50)): readonly number[] {
  let learned = start
  return Array.from({ length: calls }, () => {
    const users = learned.size
    learned = afterCall(learned, { kind: users > limit ? 'refused' : 'clean', users }, at)
    return users
  })
}

test('an account without a limit gets full calls after four', () => {
  expect(sizesOf(Infinity, 6)).toEqual([50, 100, 200, 400, 500, 500])
})

test('a limit costs two refused calls, then none', () => {
  expect(sizesOf(100, 9)).toEqual([50, 100, 200, 100, 125, 62, 87, 100, 100])
})

test('any limit is found to within 25 users, with few refused calls', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (limit) => {
      const sizes = sizesOf(limit, 60)
      expect(sizes.filter((size) => size > limit).length).toBeLessThanOrEqual(8)
      const last = sizes.at(-1) ?? 0
      expect(last).toBeLessThanOrEqual(limit)
      expect(last).toBeGreaterThanOrEqual(Math.min(limit, Math.max(1, limit - 25)))
    }),
  )
})

test('a slow response halves the size, and a step makes up for it', () => {
  const slow = afterCall({ ...unlearned(50), size: 400 }, { kind: 'slow', users: 400 }, at)
  expect(slow.size).toBe(200)
  expect(afterCall(slow, { kind: 'clean', users: 200 }, at).size).toBe(225)
  expect(afterCall({ ...slow, size: 12 }, { kind: 'slow', users: 12 }, at).size).toBe(10)
})

test('a size that worked is not refused for its size, a smaller one that never worked is', () => {
  const learned = { ...unlearned(50), size: 200, proven: 100 }
  expect(afterCall(learned, { kind: 'clean', users: 80 }, at).size).toBe(200)
  expect(afterCall(learned, { kind: 'refused', users: 100 }, at)).toEqual(learned)
  expect(afterCall(learned, { kind: 'refused', users: 120 }, at)).toMatchObject({ size: 60, refused: 120 })
})

test('a refused size is tried again after a day', () => {
  const limited = { ...unlearned(50), size: 100, isCareful: true, proven: 100, refused: 110, refusedAt: 0 }
  const clean = { kind: 'clean', users: 100 } as const
  expect(afterCall(limited, clean, { ceiling: 500, now: 23 * 3_600_000 }).size).toBe(100)
  expect(afterCall(limited, clean, { ceiling: 500, now: 25 * 3_600_000 }).size).toBe(125)
})

const shrunk = { ...unlearned(1), isCareful: true, refused: 2, refusedAt: 0 }

test('a size that shrank because of a user grows again', () => {
  expect(sizesOf(Infinity, 7, shrunk)).toEqual([1, 2, 27, 52, 77, 102, 127])
})

test('from a size that shrank, any limit is found with few refused calls, which end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (limit) => {
      const sizes = sizesOf(limit, 80, shrunk)
      expect(sizes.filter((size) => size > limit).length).toBeLessThanOrEqual(8)
      expect(sizes.slice(40).every((size) => size <= limit)).toBe(true)
      expect(sizes.at(-1)).toBeGreaterThanOrEqual(Math.min(limit, Math.max(1, limit - 25)))
    }),
  )
})
