import type { PlanItem } from '@muster/core/plan/plan'
import { expect, test } from 'vitest'
import { systemClock } from '../../clock.ts'
import { type ItemOutcome, type JobRunStore, type LeasedJob, LeaseLostError, SendingStoppedError } from '../ports.ts'

export interface OpenRunStore {
  readonly store: JobRunStore
  readonly jobId: string
  /** A user pauses the job. */
  readonly pause: () => Promise<void>
}

const leaseMs = 60_000
const done = (seq: number, verify: boolean): ItemOutcome => ({
  seq,
  outcome: 'changed',
  cause: null,
  details: null,
  koreResponse: null,
  verify,
  audit: null,
})

/** Contract of every engine store; `open` creates one job with this many items. */
export function runStoreContract(open: (items: number) => Promise<OpenRunStore>): void {
  const taken = async (items: number) => {
    const { store, jobId, pause } = await open(items)
    const job = await store.acquire(jobId, leaseMs)
    if (typeof job === 'string') throw new Error(job)
    const send = (...seqs: number[]) => store.intend(job.lease, { id: `call-${seqs.join()}`, seqs, leaseMs })
    return { store, jobId, pause, ...job, send }
  }
  const seqsOf = (items: readonly { item: PlanItem }[]) => items.map(({ item }) => item.seq)
  const again = async ({ store, jobId, lease }: Pick<LeasedJob, 'lease'> & OpenRunStore) => {
    await store.release(lease)
    const next = await store.acquire(jobId, leaseMs)
    if (typeof next === 'string') throw new Error(next)
    return next
  }

  test('one worker has the job, until it releases it or another takes over', async () => {
    const job = await taken(2)
    const { store, jobId, lease } = job
    expect(await store.acquire(jobId, leaseMs)).toBe('held')
    expect(await store.abandoned()).toEqual([])
    const next = await again(job)
    expect(next.lease.epoch).toBe(lease.epoch + 1)
    for (const write of [
      () => store.claim(lease, 1),
      () => job.send(1),
      () => store.doubt(lease, [1], 0),
      () => store.giveBack(lease, [1], 'without_effect'),
      () => store.recordOutcomes(lease, [done(1, false)], { at: systemClock.now() }),
      () => store.renew(lease, leaseMs),
      () => store.state(lease),
      () => store.checkMaySend(lease),
    ])
      await expect(write()).rejects.toBeInstanceOf(LeaseLostError)
  })

  test('an item is claimed once, and counts as attempted only if it may have had an effect', async () => {
    const { store, lease, send } = await taken(3)
    expect(seqsOf(await store.claim(lease, 2))).toEqual([1, 2])
    expect(seqsOf(await store.claim(lease, 5))).toEqual([3])
    expect(await store.claim(lease, 5)).toEqual([])
    await send(1, 2, 3)
    await store.giveBack(lease, [1], 'to_be_split')
    expect(await store.claim(lease, 5)).toEqual([])
    await store.giveBack(lease, [2], 'without_effect')
    await store.doubt(lease, [3], 0)
    await store.giveBack(lease, [3], 'no_effect_seen')
    const free = await store.claim(lease, 5)
    expect(free.map(({ item, attempts }) => [item.seq, attempts])).toEqual([
      [2, 0],
      [3, 1],
    ])
  })

  test("doubtful items are due when their wait ends; a dead worker's calls after the quiesce", async () => {
    const job = await taken(3)
    const { store, lease, send } = job
    await store.claim(lease, 3)
    await send(1)
    await send(2)
    await send(3)
    await store.doubt(lease, [1], 0)
    await store.doubt(lease, [2], 60_000)
    const mine = { quiesceMs: 0, limit: 10 }
    await systemClock.sleep(5)
    expect(seqsOf(await store.doubtful(lease, mine))).toEqual([1])
    // Items not due, or just sent by this worker, were not part of the re-read.
    await store.giveBack(lease, [2, 3], 'no_effect_seen')
    expect(await store.remaining(lease, 0)).toMatchObject({ pending: 0, doubtful: 3 })
    await store.postpone(lease, [1], 60_000)
    expect(await store.doubtful(lease, mine)).toEqual([])
    const next = await again(job)
    expect(seqsOf(await store.doubtful(next.lease, { quiesceMs: 60_000, limit: 10 }))).toEqual([])
    expect(seqsOf(await store.doubtful(next.lease, mine))).toEqual([3])
    const rest = await store.remaining(next.lease, 30_000)
    expect(rest).toMatchObject({ pending: 0, doubtful: 3, unverified: 0, nextUnverifiedMs: null })
    expect(rest.nextDoubtMs).toBeGreaterThan(25_000)
    expect(rest.nextDoubtMs).toBeLessThanOrEqual(30_000)
  })

  test('recorded outcomes do not change, except those awaiting verification; each is counted once', async () => {
    const { store, lease, send } = await taken(3)
    await store.claim(lease, 3)
    await send(1, 2)
    const at = systemClock.now()
    expect(await store.recordOutcomes(lease, [done(1, true), done(2, false)], { at })).toEqual({
      tried: 2,
      triedFailed: 0,
      total: 3,
      left: 1,
    })
    expect(await store.remaining(lease, 0)).toMatchObject({ unverified: 1, nextUnverifiedMs: 0, nextDoubtMs: null })
    expect(seqsOf(await store.unverified(lease, 5))).toEqual([1])
    const failed = { ...done(1, false), outcome: 'failed', cause: 'unexpected_response' } as const
    expect(await store.recordOutcomes(lease, [failed, { ...failed, seq: 2 }], { at })).toEqual({
      tried: 2,
      triedFailed: 1,
      total: 3,
      left: 1,
    })
    expect(await store.unverified(lease, 5)).toEqual([])
  })

  test('all outcomes of a large call are recorded, however many transactions that takes', async () => {
    const { store, lease, send } = await taken(205)
    const seqs = seqsOf(await store.claim(lease, 205))
    await send(...seqs)
    const ends = seqs.map((seq) => done(seq, true))
    const at = systemClock.now()
    expect(await store.recordOutcomes(lease, ends, { at })).toMatchObject({ tried: 205, left: 0 })
    expect(await store.recordOutcomes(lease, ends, { at })).toMatchObject({ tried: 205, left: 0 })
    expect(seqsOf(await store.unverified(lease, 500))).toEqual(seqs)
  })

  test('a paused job sends nothing more', async () => {
    const { store, lease, send, pause } = await taken(2)
    await store.claim(lease, 2)
    await send(1)
    await store.checkMaySend(lease)
    await pause()
    expect(await store.state(lease)).toBe('pausing')
    await expect(send(2)).rejects.toBeInstanceOf(SendingStoppedError)
    await expect(store.checkMaySend(lease)).rejects.toBeInstanceOf(SendingStoppedError)
    await store.recordOutcomes(lease, [done(1, false)], { at: systemClock.now() })
    expect(await store.remaining(lease, 0)).toMatchObject({ pending: 1, doubtful: 0 })
  })
}
