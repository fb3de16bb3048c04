import { expect, test } from 'vitest'
import { systemClock } from '../../../clock.ts'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../engine/testing/fake-kore.ts'
import { judgeErasure, nextCheckMs } from '../../../features/erasures/judge-erasure.ts'
import type { ErasureResponse, WatchedErasure } from '../../../features/erasures/ports.ts'
import { checkErasures } from '../../../features/erasures/watch-erasures.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { createSqlJobRunStore } from '../jobs/run/jobs-run-store.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlErasureStore } from './erasures-store.ts'

const never = new AbortController().signal
const hourMs = 3_600_000
const person = (n: number) => ({
  n,
  label: `user${n}@example.com`,
  userId: `u-${n}`,
  identifier: `user${n}@example.com`,
  state: 'waiting' as const,
})
const watched: WatchedErasure = {
  id: 'e',
  requestId: 'eud-1',
  requestedAt: 0,
  checks: 0,
  jobId: null,
  people: [person(1), person(2)],
}
const response = (...people: [string, 'erased' | 'failed' | 'waiting'][]): ErasureResponse => ({
  kind: 'status',
  people: people.map(([userId, state]) => ({ userId, status: state, state })),
})

test.each([
  [
    'one by id, one by email in another case',
    response(['u-1', 'erased'], ['USER2@example.com', 'erased']),
    1,
    'erased',
  ],
  ['one missing', response(['u-1', 'erased']), 1, 'in_progress'],
  ['an unknown value', response(['u-1', 'erased'], ['u-2', 'waiting']), 1, 'in_progress'],
  ['a failure', response(['u-1', 'erased'], ['u-2', 'failed']), 1, 'failed'],
  ['two ends of one', response(['u-1', 'erased'], ['u-2', 'erased'], ['USER2@example.com', 'failed']), 1, 'failed'],
  ['one listed twice', response(['u-1', 'erased'], ['u-1', 'waiting'], ['u-2', 'erased']), 1, 'in_progress'],
  ['strangers only', response(['u-8', 'erased'], ['u-9', 'erased']), 1, 'in_progress'],
  ['nothing for 72 hours', response(['u-1', 'erased']), 72 * hourMs, 'needs_decision'],
  ['no response', { kind: 'missing', koreResponse: null }, 1, 'queued'],
] as const)('an erasure with %s', (_what, given, now, state) => {
  const reading = judgeErasure(watched, given, now)
  expect(reading.state).toBe(state)
  expect(reading.nextCheckAt === null).toBe(['erased', 'failed', 'needs_decision'].includes(state))
})

test('is checked soon, and from the fourth check on at most once a minute', () => {
  const waits = Array.from({ length: 60 }, (_, checks) => nextCheckMs(checks))
  expect(waits.slice(0, 3)).toEqual([2000, 4000, 8000])
  expect(Math.min(...waits.slice(3))).toBeGreaterThanOrEqual(60_000)
  expect(Math.max(...waits)).toBe(300_000)
})

describeOnEachStorage('an erasure', (open) => {
  test('is followed to its end; people not erased are failures in the job, and the counts still add up', async () => {
    const { db } = await open()
    // The first call of a job is for one person, the second for the others.
    const users = [1, 2, 3, 4].map((n) => aUser(n))
    const kore = createFakeKore({ users })
    const jobId = await aJob(
      db,
      users.map((user, n) => anItem(n + 1, user, 'erase')),
    )
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    const erasures = createSqlErasureStore(db)
    const responses = [
      response(['u-1', 'erased']),
      response(['u-2', 'erased']),
      response(['u-2', 'erased'], ['u-3', 'erased'], ['u-4', 'failed']),
    ]
    const moved: string[] = []
    const deps = {
      erasures,
      reader: { readErasure: async () => responses.shift() ?? response() },
      queue: { work: async () => {}, send: async () => 'accepted' as const, schedule: async () => {} },
      isOwnAccount: async () => true,
      onUpdated: (id: string) => void moved.push(id),
    }
    const later = (ms: number) => ({ ...systemClock, now: () => systemClock.now() + ms })
    expect(await checkErasures({ ...deps, clock: systemClock }, never)).toBeGreaterThan(0)
    expect(moved).toEqual([])
    await checkErasures({ ...deps, clock: later(3000) }, never)
    expect((await erasures.list({ state: 'in_progress', q: 'USER2@' }, { before: null, limit: 5 }))[0]).toMatchObject({
      counts: { total: 3, erased: 1, waiting: 2 },
    })
    expect(await checkErasures({ ...deps, clock: later(60_000) }, never)).toBeNull()
    const [ended] = await erasures.list({}, { before: null, limit: 5 })
    expect(ended).toMatchObject({
      state: 'failed',
      counts: { erased: 2, failed: 1, waiting: 0 },
      scopeText: 'from all bots',
    })
    expect(ended?.finishedAt).not.toBeNull()
    const job = await createSqlJobReader(db, 90_000).get(jobId)
    expect(job?.counts).toMatchObject({ changed: 3, failed: 1, pending: 0 })
    expect(ended?.people.find(({ state }) => state === 'failed')).toMatchObject({ koreStatus: 'failed' })
    const [failure] = await createSqlJobReader(db, 90_000).items(jobId, { outcomes: ['failed'], afterSeq: 0, limit: 9 })
    expect(failure).toMatchObject({ koreResponse: 'failed' })
    const given = await db.selectFrom('job_items').select('kore_response as text').execute()
    const statuses = await db.selectFrom('erasure_people').select('kore_status as text').execute()
    const written = [...given, ...statuses].flatMap(({ text }) => text ?? [])
    expect(written.length).toBeGreaterThan(3)
    for (const text of written) expect(text).toMatch(/^sealed:/)
  })

  test('are claimed a few at a time, each by one process', async () => {
    const { db } = await open()
    const users = Array.from({ length: 15 }, (_, n) => aUser(n + 1))
    const jobId = await aJob(
      db,
      users.map((user, n) => anItem(n + 1, user, 'erase')),
    )
    await runJob(engineDeps(createSqlJobRunStore(db), createFakeKore({ users })), jobId, never)
    const erasures = createSqlErasureStore(db)
    const soon = systemClock.now() + 10_000
    const taken = [await erasures.claimDue(soon, 2, hourMs), await erasures.claimDue(soon, 2, hourMs)]
    expect(taken.map((some) => some.length)).toEqual([2, 2])
  })
})
