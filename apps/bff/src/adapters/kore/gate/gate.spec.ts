import { updateUsers } from '@muster/kore-api/update-users'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { createBreaker } from '../budget/breaker.ts'
import { createBudgetStore } from '../budget/budget-store.ts'
import { createLimiter, unlimited, windowsOf } from '../budget/limiter.ts'
import { createMemoryBudgetLedger } from '../budget/memory-budget-ledger.ts'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'
import { createSecretSlots } from '../transport/secret-slots.ts'
import type { WireResult } from '../transport/wire-result.ts'
import { createEndpointLog } from './endpoint-log.ts'
import { createGate } from './gate.ts'

const answered: WireResult = {
  kind: 'answered',
  answer: { status: 200, mediaType: null, retryAfter: null, date: null, body: Buffer.from('{}') },
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
  const { clock, slots, call } = setUp(answered)
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
  const slow = setUp(answered, true)
  expect(await slow.call(() => slow.clock.sleep(900))).toMatchObject({ kind: 'answered', text: '{}' })
  const limited = setUp({ ...answered, answer: { ...answered.answer, status: 429, retryAfter: '7' } }, true)
  expect(await limited.call(async () => {})).toMatchObject({ kind: 'answered', is: 'limited', retryAfterMs: 7000 })
  expect(await setUp({ kind: 'not_sent', reason: 'no', code: null }, true).call(async () => {})).toMatchObject({
    kind: 'not_sent',
  })
})

const refused: WireResult = {
  ...answered,
  answer: {
    ...answered.answer,
    status: 401,
    body: Buffer.from('{"errors":[{"msg":"Invalid SDK credentials","code":4001}]}'),
  },
}

test.each([
  ['leaves again with the other secret', 100, true, 2],
  ['does not leave again if it would have to wait for the budget', 1, true, 1],
  ['does not leave again once its caller may not send', 100, false, 1],
])('a refused change %s', async (_, perMinute, may, sent) => {
  const clock = createFakeClock()
  const windows = windowsOf({ ratePerMinute: perMinute, ratePerHour: 1000 })
  const store = createBudgetStore(createMemoryBudgetLedger(clock))
  let calls = 0
  let judged = 0
  const gate = createGate({
    clock,
    breaker: createBreaker(clock),
    endpoints: createEndpointLog(() => message('blocked.credential')),
    explain: (failure) => ({ reason: message('kore.words', { words: failure.message }), isPersistent: false }),
    signer: { token: async () => 'token' },
    secrets: createSecretSlots({ hasNext: true }),
    client: {
      call: async () => {
        calls += 1
        return refused
      },
      close: async () => {},
    },
    limiter: createLimiter({ store, clock, windows, random: () => 0.5 }),
  })
  const mayResend = async () => {
    judged += 1
    return may
  }
  const { signal } = new AbortController()
  const called = gate.call({ endpoint: updateUsers, body: '{}', lane: 'interactive', signal, mayResend })
  expect(await called).toMatchObject({ kind: 'answered', is: 'credential' })
  expect([calls, judged]).toEqual([sent, perMinute === 1 ? 0 : 1])
})
