import { expect, test } from 'vitest'
import type { LearnedBatch } from '../../../features/kore/ports.ts'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'
import { writeEndpoints } from '../write/write-endpoints.ts'
import { unlearned } from './batch-rule.ts'
import { createBatchSizes } from './batch-sizes.ts'
import { createMemoryBatchLedger } from './memory-batch-ledger.ts'

const { update } = writeEndpoints
const before: LearnedBatch = { ...unlearned(50), proven: 50 }

async function sizesAfter(refused: readonly number[]) {
  const ledger = createMemoryBatchLedger()
  await ledger.save(update.name, before)
  const clock = createFakeClock()
  const sizes = createBatchSizes({ ledger, clock, ceiling: 500 })
  await sizes.refresh()
  const learn = (kind: 'clean' | 'refused', users: number) => sizes.learn(update, { kind, users })
  for (const users of refused) learn('refused', users)
  const stored = async () => {
    await sizes.close()
    return (await ledger.read()).get(update.name)
  }
  return { sizes, clock, learn, stored }
}

test('a split that is broken off leaves the stored size, and restores the size in use', async () => {
  const { sizes, clock, learn, stored } = await sizesAfter([50, 25, 13, 7, 4, 2])
  expect(sizes.of(update)).toBe(1)
  learn('clean', 1)
  expect(await stored()).toEqual(before)
  await clock.advance(20_000)
  await sizes.refresh()
  expect(sizes.of(update)).toBeLessThan(50)
  await clock.advance(600_000)
  expect(sizes.of(update)).toBe(50)
  learn('clean', 50)
  expect(await stored()).toMatchObject({ size: 100, proven: 50, refused: null })
})

test('a user refused alone restores the size before the split', async () => {
  const { sizes, learn, stored } = await sizesAfter([50, 25, 13, 7, 4, 2, 1])
  expect(sizes.of(update)).toBe(50)
  expect(await stored()).toEqual(before)
  learn('clean', 50)
  expect(sizes.of(update)).toBe(100)
})

test('a refused size is stored once smaller calls carried all its users', async () => {
  const { learn, stored } = await sizesAfter([50])
  learn('clean', 25)
  expect(await stored()).toEqual(before)
  learn('clean', 25)
  expect(await stored()).toMatchObject({ size: 25, proven: 25, refused: 50 })
})

test('a size refused because a smaller call worked is stored at once', async () => {
  const { sizes, stored } = await sizesAfter([])
  sizes.learn(update, { kind: 'refused', users: 80, isSure: true })
  expect(await stored()).toMatchObject({ size: 40, refused: 80 })
})
