import { describe, expect, it } from 'vitest'
import { erasureProgress } from './erasure-text.ts'

describe('erasureProgress', () => {
  it.each([
    [{ total: 1, erased: 0, failed: 0, waiting: 1 }, 'Erased for 0 of 1 person'],
    [{ total: 5, erased: 3, failed: 1, waiting: 1 }, 'Erased for 3 of 5 people, 1 failed'],
  ])('%j', (counts, sentence) => {
    expect(erasureProgress(counts)).toBe(sentence)
  })
})
