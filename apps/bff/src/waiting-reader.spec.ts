import { afterEach, expect, test, vi } from 'vitest'
import { forWaitingReader, pieceOf } from './waiting-reader.ts'

afterEach(() => void vi.useRealTimers())

test('background work is done in smaller pieces while members read pages, and a moment longer', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.advanceTimersByTime(10_000)
  expect(pieceOf(100)).toBe(100)
  const read = Promise.withResolvers<number>()
  // The statements of the page itself are not made smaller.
  const page = forWaitingReader(async () => pieceOf(await read.promise))
  expect([pieceOf(100), pieceOf(1)]).toEqual([25, 1])
  read.resolve(100)
  expect(await page).toBe(100)
  vi.advanceTimersByTime(1500)
  expect(pieceOf(100)).toBe(25)
  vi.advanceTimersByTime(1500)
  expect(pieceOf(100)).toBe(100)
})
