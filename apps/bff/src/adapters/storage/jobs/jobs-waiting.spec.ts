import type { ChangeKind } from '@muster/core/change/change'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore, type FakeKoreOptions } from '../../../engine/testing/fake-kore.ts'
import type { Db } from '../database/storage.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlJobReader } from './jobs-read-store.ts'
import { createSqlJobRunStore } from './run/jobs-run-store.ts'

const quiesceMs = 60_000
const users = Array.from({ length: 12 }, (_, n) => aUser(n + 1))

/** Runs a job of 12 users until it shows why it waits; returns the job as the API shows it then. */
async function waitingJob(
  db: Db,
  options: Partial<FakeKoreOptions>,
  { budgetWaitMs = null, kind = 'remove' }: { budgetWaitMs?: number | null; kind?: ChangeKind } = {},
) {
  const kore = createFakeKore({ users, ...options })
  const engine = engineDeps(createSqlJobRunStore(db), kore)
  const jobId = await aJob(
    db,
    users.map((user, n) => anItem(n + 1, user, kind)),
  )
  const stop = new AbortController()
  const writer: typeof engine.writer = {
    ...engine.writer,
    removeUsers: async (requests, call) => {
      if (budgetWaitMs === null) return engine.writer.removeUsers(requests, call)
      call.onBudgetWait?.(budgetWaitMs)
      await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }))
      return { kind: 'not_sent', cause: 'cancelled', koreResponse: null, retryAfterMs: null, hasResponse: false }
    },
  }
  const running = runJob({ ...engine, writer, settings: { ...engine.settings, quiesceMs } }, jobId, stop.signal)
  const reader = createSqlJobReader(db, quiesceMs)
  try {
    return await vi.waitFor(
      async () => {
        const job = await reader.get(jobId)
        if (job === null || job.waiting === null) throw new Error('does not wait yet')
        return job
      },
      { timeout: 20_000 },
    )
  } finally {
    stop.abort()
    await running
  }
}

describeOnEachStorage('the outcomes of the last days', (open) => {
  test('are summed by the quarter of an hour in which the jobs were created, without older jobs', async () => {
    const { db } = await open()
    const items = users.map((user, n) => anItem(n + 1, user, 'remove'))
    const ids = [await aJob(db, items), await aJob(db, items), await aJob(db, items)]
    const reader = createSqlJobReader(db, quiesceMs)
    const times = ['2026-03-29T23:44:59.999Z', '2026-03-29T23:31:00.000Z', '2026-03-29T23:45:00.000Z']
    for (const [n, id] of ids.entries()) {
      const ended = n === 0 ? { changed: 9, failed: 2 } : {}
      const created = { created_at: new Date(times[n] ?? '') }
      await db
        .updateTable('jobs')
        .set({ ...created, ...ended })
        .where('id', '=', id)
        .execute()
    }
    const none = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0 }
    expect(await reader.outcomeHistory(Date.parse('2026-03-29T00:00:00Z'))).toEqual([
      { ...none, changed: 9, failed: 2, pending: 13, from: '2026-03-29T23:30:00.000Z' },
      { ...none, pending: 12, from: '2026-03-29T23:45:00.000Z' },
    ])
    expect(await reader.outcomeHistory(Date.parse('2026-03-29T23:45:00Z'))).toHaveLength(1)
  })

  test('count failed and unknown users by cause, each with its newest job, without older jobs', async () => {
    const { db } = await open()
    const items = users.map((user, n) => anItem(n + 1, user, 'remove'))
    const [old, first, last] = [await aJob(db, items), await aJob(db, items), await aJob(db, items)]
    for (const [id, cause, most] of [
      [old, 'user_not_found', 9],
      [first, 'user_not_found', 3],
      [last, 'user_not_found', 2],
      [last, 'kore_refused', 7],
    ] as const)
      await sql`update job_items set outcome = 'failed', cause = ${cause}, state = 'settled'
        where job_id = ${id} and outcome is null and seq in
          (select seq from job_items where job_id = ${id} and outcome is null order by seq limit ${most})`.execute(db)
    await sql`update jobs set failed = 9`.execute(db)
    await sql`update jobs set created_at = '2026-03-01T00:00:00Z' where id = ${old}`.execute(db)
    const reader = createSqlJobReader(db, quiesceMs)
    expect(await reader.failureCauses(Date.parse('2026-03-02T00:00:00Z'), null)).toEqual([
      { cause: 'kore_refused', userCount: 7, jobId: last },
      { cause: 'user_not_found', userCount: 5, jobId: last },
    ])
  })
})

describeOnEachStorage('the pace of a job', (open) => {
  /** A job that started two minutes ago; one of its users ended every `everyMs` since. */
  async function paced(db: Db, count: number, everyMs: number) {
    const user = aUser(1)
    const jobId = await aJob(
      db,
      Array.from({ length: count + 1 }, (_, n) => anItem(n + 1, user, 'update')),
    )
    await sql`update jobs set state = 'running', changed = ${count}, started_at = clock_timestamp() - interval '2 minutes'
      where id = ${jobId}`.execute(db)
    await sql`update job_items set state = 'settled', outcome = 'changed', attempts = 1,
        ended_at = clock_timestamp() - seq * ${everyMs}::float8 * interval '1 millisecond'
      where job_id = ${jobId} and seq <= ${count}`.execute(db)
    return (await createSqlJobReader(db, quiesceMs).get(jobId))?.ratePerHour ?? Number.NaN
  }

  test('is of the users that ended in the last minute', async () => {
    const rate = await paced((await open()).db, 90, 1000)
    // Reading them takes a moment.
    expect(rate).toBeGreaterThan(40 * 60)
    expect(rate).toBeLessThanOrEqual(60 * 60)
  })

  test('of a fast job is of the newest 2,000, not of all', async () => {
    const rate = await paced((await open()).db, 2500, 10)
    expect(rate).toBeGreaterThan(200_000)
    expect(rate).toBeLessThanOrEqual(360_000)
  })
})

describeOnEachStorage('reasons why a job waits', (open) => {
  test('lost responses: until they are re-read, for how many users, without a pace', async () => {
    const { db } = await open()
    // The first call carries 1 user. The next two carry 5 each; the last user waits until both are verified.
    const seen = await waitingJob(db, { faultOf: (call) => (call === 2 ? { kind: 'drop_after' } : null) })
    expect(seen).toMatchObject({
      state: 'running',
      counts: { pending: 6, changed: 6 },
      waiting: { reason: 'lost_responses', users: 5 },
      inDoubt: { users: 5, until: seen.waiting?.until },
      ratePerHour: null,
      secondsLeft: null,
    })
    const left = Date.parse(seen.waiting?.until ?? '') - Date.now()
    expect(left).toBeGreaterThan(quiesceMs / 2)
    expect(left).toBeLessThanOrEqual(quiesceMs)
  })

  test('the lost response of the very first call', async () => {
    const { db } = await open()
    const seen = await waitingJob(db, { faultOf: (call) => (call === 1 ? { kind: 'drop_after' } : null) })
    expect(seen).toMatchObject({
      state: 'running',
      counts: { pending: 12 },
      waiting: { reason: 'lost_responses', users: 1 },
      secondsLeft: null,
    })
  })

  test('no lost response while other users may still be sent: an update is not staged', async () => {
    const { db } = await open()
    const options = { faultOf: (call: number) => (call === 1 ? ({ kind: 'drop_after' } as const) : null) }
    const seen = await waitingJob(db, options, { kind: 'update' })
    expect(seen).toMatchObject({ counts: { pending: 5, changed: 7 }, waiting: { reason: 'lost_responses', users: 5 } })
  })

  test('lost responses of a worker that died', async () => {
    const { db } = await open()
    const store = createSqlJobRunStore(db)
    const jobId = await aJob(
      db,
      users.map((user, n) => anItem(n + 1, user, 'erase')),
    )
    const first = await store.acquire(jobId, 1000)
    if (typeof first === 'string') throw new Error(first)
    const seqs = users.map((_, n) => n + 1)
    await store.intend(first.lease, { id: 'call', seqs, leaseMs: 1000 })
    const reader = createSqlJobReader(db, quiesceMs)
    expect((await reader.get(jobId))?.waiting).toBeNull()
    await store.release(first.lease)
    await store.acquire(jobId, 1000)
    expect((await reader.get(jobId))?.waiting).toMatchObject({ reason: 'lost_responses', users: 12 })
  })

  test('Kore.ai to be reachable, and its rate limit', async () => {
    const { db } = await open()
    const trouble = (cause: 'upstream_trouble' | 'rate_limited') => ({
      faultOf: () => ({ kind: 'not_sent', cause }) as const,
    })
    const down = await waitingJob(db, trouble('upstream_trouble'))
    expect(down).toMatchObject({ state: 'waiting', waiting: { reason: 'kore_unreachable', users: 12 } })
    const limited = await waitingJob(db, trouble('rate_limited'))
    expect(limited).toMatchObject({ state: 'waiting', waiting: { reason: 'rate_limit', users: 12 } })
  })

  test('the call budget, and no longer once a call leaves', async () => {
    const { db } = await open()
    const seen = await waitingJob(db, {}, { budgetWaitMs: 30_000 })
    expect(seen).toMatchObject({ state: 'running', waiting: { reason: 'call_budget', users: 12 } })
    const store = createSqlJobRunStore(db)
    const job = await store.acquire(seen.id, 1000)
    if (typeof job === 'string') throw new Error(job)
    await store.noteWait(job.lease, { for: 'call_budget', ms: 30_000 })
    await store.intend(job.lease, { id: 'call', seqs: [1], leaseMs: 1000 })
    expect((await createSqlJobReader(db, 90_000).get(seen.id))?.waiting).toBeNull()
  })

  test('a credential that Kore.ai accepts, until a user acts', async () => {
    const { db } = await open()
    const seen = await waitingJob(db, { isRefused: () => true })
    expect(seen).toMatchObject({ state: 'paused', waiting: { reason: 'credential', until: null, users: 12 } })
  })
})
