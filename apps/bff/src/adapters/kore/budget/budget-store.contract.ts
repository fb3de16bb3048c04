import { expect, test } from 'vitest'
import type { BudgetStore } from './budget-store.ts'

const windows = { minute: { calls: 20, spanMs: 61_000 }, hour: { calls: 600, spanMs: 3_601_000 } }
const refusal = { window: 'minute', retryAfterMs: null, jitter: 0 } as const

/** The contract of every budget store; `open` returns an empty one. */
export function budgetStoreContract(open: () => Promise<BudgetStore>): void {
  test("grants exactly the window's calls, also to concurrent callers, then returns the wait", async () => {
    const store = await open()
    const takes = await Promise.all(Array.from({ length: 30 }, () => store.take(windows, 'interactive')))
    expect(takes.filter((take) => take.granted)).toHaveLength(20)
    const slots = takes.flatMap((take) => (take.granted ? [take.slot] : []))
    expect(new Set(slots).size).toBe(20)
    for (const take of takes) {
      if (take.granted) continue
      expect(take.waitMs).toBeGreaterThan(50_000)
      expect(take.waitMs).toBeLessThanOrEqual(61_000)
    }
    const byFiveMinutes = [...Array.from({ length: 11 }, () => 0), 20]
    expect(await store.usage(windows)).toMatchObject({ minuteUsed: 20, hourUsed: 20, byFiveMinutes })
  })

  test('a job leaves room for interactive calls, a sync for both', async () => {
    const store = await open()
    const grab = async (lane: 'interactive' | 'job' | 'background') => {
      let granted = 0
      while ((await store.take(windows, lane)).granted) granted += 1
      return granted
    }
    const background = await grab('background')
    const job = background + (await grab('job'))
    const all = job + (await grab('interactive'))
    expect(background).toBeLessThanOrEqual(job)
    expect(job).toBeGreaterThan(0)
    expect(job).toBeLessThanOrEqual(10)
    expect(all).toBe(20)
  })

  test('does not count a call that never left', async () => {
    const store = await open()
    const take = await store.take(windows, 'job')
    if (!take.granted) throw new Error('the empty budget refused a call')
    await store.commitSlot(take.slot)
    expect(await store.usage(windows)).toMatchObject({ minuteUsed: 1 })
    await store.giveBack(take.slot)
    expect(await store.usage(windows)).toMatchObject({ minuteUsed: 0, jobWaitMs: 0 })
  })

  test('a refusal stops every lane for the given time', async () => {
    const store = await open()
    await store.take(windows, 'interactive')
    expect(await store.block(windows, { ...refusal, retryAfterMs: 90_000 })).toBeCloseTo(90_000, -3)
    const take = await store.take(windows, 'interactive')
    expect(take.granted).toBe(false)
    expect(take.granted ? 0 : take.waitMs).toBeGreaterThan(80_000)
    // A shorter Retry-After later does not shorten the wait.
    await store.block(windows, { ...refusal, retryAfterMs: 1_000 })
    expect((await store.usage(windows)).jobWaitMs).toBeGreaterThan(80_000)
  })
}
