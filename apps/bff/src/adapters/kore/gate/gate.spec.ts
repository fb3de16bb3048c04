import { updateUsers } from '@muster/kore-api/update-users'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import type { Lane } from '../../../engine/kore-ports.ts'
import { createBreaker } from '../budget/breaker.ts'
import { createBudgetStore } from '../budget/budget-store.ts'
import { createLimiter, unlimited, windowsOf } from '../budget/limiter.ts'
import { createMemoryBudgetLedger } from '../budget/memory-budget-ledger.ts'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'
import { createSecretSlots } from '../transport/secret-slots.ts'
import type { WireResult } from '../transport/wire-result.ts'
import { createEndpointLog } from './endpoint-log.ts'
import { createGate } from './gate.ts'

const received: WireResult = {
  kind: 'response',
  response: { status: 200, mediaType: null, retryAfter: null, date: null, body: Buffer.from('{}') },
}

/** A gate that records what happens to each call's slot in the budget. */
function setUp(result: WireResult, isBudgetDown = false) {
  const clock = createFakeClock()
  const slots: string[] = []
  const note = (what: string) => {
    if (isBudgetDown) throw new Error('the store is unavailable')
    slots.push(what)
  }
  const gate = createGate({
    clock,
    breaker: createBreaker(clock),
    endpoints: createEndpointLog(() => message('blocked.credential')),
    explain: (failure) => ({ reason: message('kore.words', { words: failure.message }), isPersistent: false }),
    signer: { token: async () => 'token' },
    secrets: createSecretSlots({ hasNext: false }),
    client: { call: async () => result, close: async () => {} },
    limiter: {
      ...unlimited,
      turn: async () => ({ kind: 'granted', slot: 's' }),
      commitSlot: async () => note('counts from its response'),
      giveBack: async () => note('does not count'),
      refused: async () => Promise.reject(new Error('the store is unavailable')),
    },
  })
  const call = async (beforeSend: () => Promise<void>) => {
    const { signal } = new AbortController()
    const called = gate.call({ endpoint: updateUsers, body: '{}', lane: 'job', signal, beforeSend })
    await clock.advance(2000)
    return called
  }
  return { clock, slots, call }
}

test('a call delayed by its intent counts from its response, or the window would allow one too many', async () => {
  const { clock, slots, call } = setUp(received)
  await call(async () => {})
  expect(slots).toEqual([])
  await call(() => clock.sleep(900))
  expect(slots).toEqual(['counts from its response'])
})

test('a call that did not leave does not count', async () => {
  const { slots, call } = setUp({ kind: 'not_sent', reason: 'no connection', code: null })
  await call(async () => {})
  expect(slots).toEqual(['does not count'])
  await expect(call(async () => Promise.reject(new Error('not committed')))).rejects.toThrow('not committed')
  expect(slots).toEqual(['does not count', 'does not count'])
})

test('keeps a response even if the budget cannot be written', async () => {
  const slow = setUp(received, true)
  expect(await slow.call(() => slow.clock.sleep(900))).toMatchObject({ kind: 'response', text: '{}' })
  const limited = setUp({ ...received, response: { ...received.response, status: 429, retryAfter: '7' } }, true)
  expect(await limited.call(async () => {})).toMatchObject({ kind: 'response', is: 'limited', retryAfterMs: 7000 })
  expect(await setUp({ kind: 'not_sent', reason: 'no', code: null }, true).call(async () => {})).toMatchObject({
    kind: 'not_sent',
  })
})

test('a test of the connection gives the reason why it could not call, although nothing was called before', async () => {
  const clock = createFakeClock()
  const endpoints = createEndpointLog(() => message('blocked.credential'))
  const learned: unknown[] = []
  const gate = createGate({
    clock,
    endpoints,
    breaker: createBreaker(clock),
    explain: () => ({ reason: message('blocked.calls'), isPersistent: false }),
    signer: { token: async () => 'token' },
    secrets: createSecretSlots({ hasNext: false }),
    client: { call: async () => received, close: async () => {} },
    limiter: { ...unlimited, turn: async () => ({ kind: 'refused', retryAfterMs: 1000 }) },
    onLearned: () =>
      learned.push(endpoints.all().filter(({ state, detail }) => state === 'untried' && detail !== null)),
  })
  const { signal } = new AbortController()
  await gate.call({ endpoint: updateUsers, body: '{}', lane: 'interactive', signal })
  expect(learned).toEqual([])
  await gate.call({ endpoint: updateUsers, body: '{}', lane: 'interactive', signal, isProbe: true })
  const report = { name: updateUsers.name, detail: message('kore.budget'), checkedAt: clock.now() }
  expect(learned).toMatchObject([[report]])
})

const refused: WireResult = {
  ...received,
  response: {
    ...received.response,
    status: 401,
    body: Buffer.from('{"errors":[{"msg":"Invalid SDK credentials","code":4001}]}'),
  },
}

/** A gate with two secrets, both refused, on a budget of one call in `spanMs` or of many. */
function refusingGate(spanMs: number | null) {
  const clock = createFakeClock()
  const windows = windowsOf({ ratePerMinute: 100, ratePerHour: 1000 })
  const narrow = { ...windows, minute: { calls: 1, spanMs: spanMs ?? 0 } }
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  const done = { calls: 0, judged: 0 }
  const gate = createGate({
    clock,
    breaker: createBreaker(clock),
    endpoints: createEndpointLog(() => message('blocked.credential')),
    explain: (failure) => ({ reason: message('kore.words', { words: failure.message }), isPersistent: false }),
    signer: { token: async () => 'token' },
    secrets: createSecretSlots({ hasNext: true }),
    client: {
      call: async ({ path }) => {
        if (path === updateUsers.path) done.calls += 1
        return refused
      },
      close: async () => {},
    },
    limiter: createLimiter({ store, clock, windows: spanMs === null ? windows : narrow, random: () => 0.5 }),
  })
  const call = (lane: Lane, may: boolean) => {
    const mayResend = async () => {
      done.judged += 1
      return may
    }
    return gate.call({ endpoint: updateUsers, body: '{}', lane, signal: new AbortController().signal, mayResend })
  }
  return { clock, done, call }
}

test.each([
  ['leaves again with the other secret', { spanMs: null, may: true }, { calls: 2, judged: 1 }],
  ['leaves again once the budget has room soon', { spanMs: 4000, may: true }, { calls: 2, judged: 1 }],
  ['does not leave again if it would wait long for the budget', { spanMs: 6000, may: true }, { calls: 1, judged: 0 }],
  ['does not leave again once its caller may not send', { spanMs: null, may: false }, { calls: 1, judged: 1 }],
  ['does not leave again if that changed while it waited', { spanMs: 4000, may: false }, { calls: 1, judged: 1 }],
])('a refused change %s', async (_, { spanMs, may }, expected) => {
  for (const lane of ['job', 'interactive'] as const) {
    const { clock, done, call } = refusingGate(spanMs)
    const called = call(lane, may)
    await clock.advance(10_000)
    expect(await called).toMatchObject({ kind: 'response', is: 'credential' })
    expect(done).toEqual(expected)
  }
})

test.each(['refused by its intent', 'canceled'])(
  'a probe that was %s leaves its place to the next call',
  async (how) => {
    const clock = createFakeClock()
    const breaker = createBreaker(clock)
    const result: WireResult = { kind: 'not_sent', reason: 'no connection', code: null }
    let sent = 0
    const gate = createGate({
      clock,
      breaker,
      endpoints: createEndpointLog(() => message('blocked.credential')),
      explain: () => ({ reason: message('blocked.calls'), isPersistent: false }),
      signer: { token: async () => 'token' },
      secrets: createSecretSlots({ hasNext: false }),
      client: {
        call: async () => {
          sent += 1
          return result
        },
        close: async () => {},
      },
      limiter: { ...unlimited, turn: async () => ({ kind: 'granted', slot: 's' }) },
    })
    const call = (signal: AbortSignal, beforeSend = async () => {}) =>
      gate.call({ endpoint: updateUsers, body: '{}', lane: 'job', signal, beforeSend })
    const live = new AbortController().signal
    for (let n = 0; n < 5; n += 1) await call(live)
    await clock.advance(30_000)
    if (how === 'canceled') await call(AbortSignal.abort())
    else
      await expect(call(live, async () => Promise.reject(new Error('not committed')))).rejects.toThrow('not committed')
    const before = sent
    await call(live)
    // A probe that left keeps its place until the next one is due.
    await call(live)
    expect(sent - before).toBe(1)
  },
)
