import { expect, test } from 'vitest'
import { createChainCheck } from './check-chain.ts'
import type { AuditStore, ChainCheck } from './ports.ts'

const intact: ChainCheck = {
  intact: true,
  entries: 1,
  head: 'x',
  firstBad: null,
  fault: null,
  erased: 0,
  anchor: null,
}

/** A check whose verifications end when the test lets them. */
function held() {
  const signals: AbortSignal[] = []
  const go = Promise.withResolvers<ChainCheck>()
  const unused = () => Promise.reject(new Error('unused'))
  const audit: AuditStore = {
    list: unused,
    head: unused,
    exported: () => {
      throw new Error('unused')
    },
    verify: (_anchors, signal) => {
      signals.push(signal)
      return go.promise
    },
  }
  let reads = 0
  const heads = {
    read: () => {
      reads += 1
      return Promise.resolve({ anchors: [], invalid: 0, restores: 0 })
    },
    signNow: () => Promise.resolve(),
  }
  return { check: createChainCheck({ audit, heads }), signals, go, reads: () => reads }
}

test('concurrent callers share one verification; the next caller gets another', async () => {
  const { check, go, reads } = held()
  const { signal } = new AbortController()
  const three = [check(signal), check(signal), check(signal)]
  go.resolve(intact)
  expect(await Promise.all(three)).toMatchObject([{ intact: true }, { intact: true }, { intact: true }])
  expect(reads()).toBe(1)
  await check(signal)
  expect(reads()).toBe(2)
})

test('a caller who leaves ends nothing for the others; the last one ends the verification', async () => {
  const { check, signals } = held()
  const [one, other] = [new AbortController(), new AbortController()]
  const first = check(one.signal)
  const second = check(other.signal)
  one.abort(new Error('left'))
  await expect(first).rejects.toThrow('left')
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  other.abort(new Error('left too'))
  await expect(second).rejects.toThrow('left too')
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
})
