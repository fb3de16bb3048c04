import { expect, test } from 'vitest'
import type { Lane } from '../../../engine/kore-ports.ts'
import { createFakeClock, type FakeClock } from '../testing/fake-clock.fixture.ts'
import { createBudgetStore } from './budget-store.ts'
import { createLimiter, type Limiter, windowsOf } from './limiter.ts'
import { createMemoryBudgetLedger } from './memory-budget-ledger.ts'

const rates = { ratePerMinute: 60, ratePerHour: 1_800 }
const hour = 3_600_000

/** Kore.ai's two rolling windows, strict, including calls of other clients. */
function createUpstream(clock: FakeClock) {
  const accepted: number[] = []
  let rejections = 0
  const within = (spanMs: number) => accepted.filter((at) => at > clock.now() - spanMs).length
  return {
    accepted,
    rejections: () => rejections,
    call: (whose: 'ours' | 'theirs' = 'ours') => {
      const fits = within(60_000) < 60 && within(hour) < 1_800
      if (fits) accepted.push(clock.now())
      else if (whose === 'ours') rejections += 1
      while ((accepted[0] ?? Infinity) <= clock.now() - hour) accepted.shift()
      return fits
    },
  }
}

type Upstream = ReturnType<typeof createUpstream>

/** Sequential calls, each with latency before and after Kore.ai. */
function keepCalling(at: { limiter: Limiter; clock: FakeClock; upstream: Upstream; lane: Lane; pauseMs: number }) {
  const made: number[] = []
  const signal = new AbortController().signal
  const loop = async () => {
    for (let n = 0; ; n += 1) {
      const turn = await at.limiter.turn(at.lane, signal)
      if (turn.kind !== 'granted') {
        await at.clock.sleep(1_000)
        continue
      }
      await at.clock.sleep((n * 37) % 450)
      if (at.upstream.call()) made.push(at.clock.now())
      else await at.limiter.refused("You've exceeded the per-minute rate limit.", null)
      await at.clock.sleep((n * 53) % 350)
      await at.limiter.commitSlot(turn.slot)
      if (at.pauseMs > 0) await at.clock.sleep(at.pauseMs)
    }
  }
  void loop()
  return made
}

function setUp() {
  const clock = createFakeClock()
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  const limiter = () => createLimiter({ store, clock, windows: windowsOf(rates), random: () => 0.5 })
  return { clock, limiter, upstream: createUpstream(clock) }
}

test('six hours of backlog: no call over the limit, at least 95 % of the hourly budget used', async () => {
  const { clock, limiter, upstream } = setUp()
  const one = limiter()
  const made = [1, 2, 3].map(() => keepCalling({ limiter: one, clock, upstream, lane: 'job', pauseMs: 0 }))
  await clock.advance(6 * hour)
  expect(upstream.rejections()).toBe(0)
  const total = made.reduce((sum, times) => sum + times.length, 0)
  expect(total).toBeGreaterThanOrEqual(6 * 1_800 * 0.95)
  for (const times of made) expect(Math.abs(times.length / (total / 3) - 1)).toBeLessThan(0.1)
})

test('three replicas on one budget: no call over the limit', async () => {
  const { clock, limiter, upstream } = setUp()
  const made = [1, 2, 3].map(() => keepCalling({ limiter: limiter(), clock, upstream, lane: 'job', pauseMs: 0 }))
  await clock.advance(2 * hour)
  expect(upstream.rejections()).toBe(0)
  expect(made.reduce((sum, times) => sum + times.length, 0)).toBeGreaterThanOrEqual(2 * 1_800 * 0.95)
})

test('reserves ten interactive calls a minute beside a job, in every minute of three hours', async () => {
  const { clock, limiter, upstream } = setUp()
  const one = limiter()
  const job = keepCalling({ limiter: one, clock, upstream, lane: 'job', pauseMs: 0 })
  await clock.advance(45 * 60_000)
  const began = clock.now()
  const person = keepCalling({ limiter: one, clock, upstream, lane: 'interactive', pauseMs: 5_000 })
  await clock.advance(3 * hour)
  expect(upstream.rejections()).toBe(0)
  for (let minute = 0; minute < 180; minute += 1) {
    const from = began + minute * 60_000
    const inIt = person.filter((at) => at >= from && at < from + 60_000).length
    expect(inIt).toBeGreaterThanOrEqual(9)
  }
  expect(person.length).toBeGreaterThanOrEqual(180 * 10)
  expect(job.length + person.length).toBeGreaterThan(3.75 * 1_800 * 0.9)
})

test.each([
  { binding: 'the minute', minutes: 25, budget: 25 * 60 },
  { binding: 'the hour', minutes: 180, budget: 3 * 1_800 },
])(
  'jobs of three replicas use 90 % of $binding, and an interactive call waits less than a second',
  async ({ minutes, budget }) => {
    const { clock, limiter, upstream } = setUp()
    const replicas = [limiter(), limiter(), limiter()]
    const jobs = [0, 1, 2, 0, 1, 2].map((replica) =>
      keepCalling({ limiter: replicas[replica] ?? limiter(), clock, upstream, lane: 'job', pauseMs: 0 }),
    )
    const waits: number[] = []
    const never = new AbortController().signal
    const arrives = async (replica: Limiter) => {
      const since = clock.now()
      const turn = await replica.turn('interactive', never)
      waits.push(clock.now() - since)
      if (turn.kind !== 'granted') throw new Error(turn.kind)
      upstream.call()
      await clock.sleep(300)
      await replica.commitSlot(turn.slot)
    }
    const person = async () => {
      // A page opens every 10 to 50 seconds and makes three calls, regardless of the results of earlier calls.
      for (let n = 1; ; n += 1) {
        await clock.sleep(10_000 + ((n * 7919) % 40_000))
        for (let call = 0; call < 3; call += 1) void arrives(replicas[n % 3] ?? limiter())
      }
    }
    void person()
    await clock.advance(minutes * 60_000)
    expect(upstream.rejections()).toBe(0)
    expect(waits.length).toBeGreaterThan(minutes)
    const [p95 = Infinity] = waits.toSorted((a, b) => a - b).slice(Math.floor(waits.length * 0.95))
    expect(p95).toBeLessThanOrEqual(1000)
    const used = jobs.reduce((sum, times) => sum + times.length, 0) + waits.length
    expect(used).toBeGreaterThanOrEqual(budget * 0.9)
  },
)

test('with another client on the same account: at most one refusal a window', async () => {
  const { clock, limiter, upstream } = setUp()
  const stranger = async () => {
    for (;;) {
      upstream.call('theirs')
      await clock.sleep(2_000)
    }
  }
  void stranger()
  const made = keepCalling({ limiter: limiter(), clock, upstream, lane: 'job', pauseMs: 0 })
  let before = 0
  for (let minute = 0; minute < 25; minute += 1) {
    await clock.advance(60_000)
    expect(upstream.rejections() - before).toBeLessThanOrEqual(1)
    before = upstream.rejections()
  }
  expect(made.length).toBeGreaterThan(25 * 22)
})

test('serves interactive calls before a job, a job before background work', async () => {
  const { clock, limiter } = setUp()
  const one = limiter()
  const never = new AbortController().signal
  const order: string[] = []
  for (let i = 0; i < 60; i += 1) await one.turn('interactive', never)
  await clock.advance(50_000)
  for (const lane of ['background', 'job', 'interactive'] as const) {
    void one.turn(lane, never).then(() => order.push(lane))
  }
  await clock.advance(120_000)
  expect(order).toEqual(['interactive', 'job', 'background'])
})

test('refuses an interactive call at once if the wait is too long; a canceled one uses no call', async () => {
  const { clock, limiter } = setUp()
  const one = limiter()
  const never = new AbortController().signal
  for (let i = 0; i < 60; i += 1) await one.turn('interactive', never)
  expect(await one.turn('interactive', never)).toEqual({ kind: 'refused', retryAfterMs: 61_000 })
  const leaving = new AbortController()
  const turn = one.turn('job', leaving.signal)
  await clock.advance(1_000)
  leaving.abort()
  expect(await turn).toEqual({ kind: 'cancelled' })
  await clock.advance(120_000)
  expect(await one.usage()).toMatchObject({ minuteUsed: 0 })
})

test('a failing store fails the caller, not the lane', async () => {
  const clock = createFakeClock()
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  let broken = true
  const flaky = {
    ...store,
    take: async (...args: Parameters<typeof store.take>) => {
      if (broken) throw new Error('database gone')
      return store.take(...args)
    },
  }
  const limiter = createLimiter({ store: flaky, clock, windows: windowsOf(rates), random: () => 0 })
  const never = new AbortController().signal
  await expect(limiter.turn('job', never)).rejects.toThrow('database gone')
  broken = false
  expect(await limiter.turn('job', never)).toMatchObject({ kind: 'granted' })
})
