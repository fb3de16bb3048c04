import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'
import { budgetStoreContract } from './budget-store.contract.ts'
import { createBudgetStore } from './budget-store.ts'
import { createMemoryBudgetLedger } from './memory-budget-ledger.ts'

budgetStoreContract(async () => createBudgetStore(createMemoryBudgetLedger(createFakeClock())))

test('counts a call from its response, as late as Kore.ai may have seen it', async () => {
  const clock = createFakeClock()
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  const windows = { minute: { calls: 1, spanMs: 60_000 }, hour: { calls: 100, spanMs: 3_600_000 } }
  const take = await store.take(windows, 'interactive')
  await clock.advance(20_000)
  if (take.granted) await store.commitSlot(take.slot)
  expect(await store.take(windows, 'interactive')).toEqual({ granted: false, waitMs: 60_000 })
})

test('lowers the limit after a refusal, then lets it grow back', async () => {
  const clock = createFakeClock()
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  const windows = { minute: { calls: 60, spanMs: 60_000 }, hour: { calls: 1_800, spanMs: 3_600_000 } }
  const grab = async () => {
    let granted = 0
    while ((await store.take(windows, 'interactive')).granted) granted += 1
    return granted
  }
  for (let i = 0; i < 30; i += 1) await store.take(windows, 'interactive')
  await store.block(windows, { window: 'minute', retryAfterMs: null, jitter: 0 })
  expect(await grab()).toBe(0)
  await clock.advance(60_000)
  expect(await grab()).toBe(28)
  await clock.advance(60 * 60_000)
  expect(await grab()).toBe(60)
})
