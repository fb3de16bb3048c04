import { expect, test } from 'vitest'
import type { Queue } from '../../queue.ts'
import type { JobRunStore } from '../ports.ts'
import { aRun, never } from '../testing/a-run.ts'
import { runJobWork, startJobWorker } from './job-worker.ts'

test.each([
  ['full', Object.assign(new Error('could not extend file'), { code: '53100' })],
  ['away', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
])('a job goes on within 10 seconds once the store is no longer %s, with the same worker', async (_what, failure) => {
  const { clock, kore, deps, outcomes } = aRun(200, 'update')
  const [from, to] = [2000, 1_000_000]
  const isOut = () => clock.monotonic() >= from && clock.monotonic() < to
  const refusedWhileOut =
    <A extends readonly unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (isOut()) throw failure
      return act(...given)
    }
  const { store } = deps
  const failing: JobRunStore = {
    ...store,
    acquire: refusedWhileOut(store.acquire),
    claim: refusedWhileOut(store.claim),
    intend: refusedWhileOut(store.intend),
    recordOutcomes: refusedWhileOut(store.recordOutcomes),
    release: refusedWhileOut(store.release),
  }
  const handlers: ((data: object, signal: AbortSignal) => Promise<void>)[] = []
  const queue: Queue = {
    work: async (name, _options, handler) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handler takes what is sent under its name
      if (name === runJobWork) handlers.push(handler as (typeof handlers)[number])
    },
    send: async () => 'accepted',
    schedule: async () => {},
  }
  await startJobWorker({ ...deps, store: failing, queue, jobsAtOnce: 1, resumeStopped: async () => {} })
  const [work] = handlers
  let isOver = false
  const running = work?.({ jobId: 'job' }, never).finally(() => (isOver = true))
  await clock.runUntil(() => isOver, 24 * 3_600_000)
  await running
  expect(outcomes()).toEqual({ changed: 200 })
  const next = kore.log.started.find((at) => at >= to)
  expect(kore.log.started.some((at) => at < from)).toBe(true)
  expect((next ?? Infinity) - to).toBeLessThan(10_000)
})
