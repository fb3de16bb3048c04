import type { EraseScope } from '@muster/core/change/change'
import { expect, test } from 'vitest'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore, type Fault } from '../../../engine/testing/fake-kore.ts'
import { jobItemEntry } from '../../../features/jobs/list/job-item-entry.ts'
import type { Db } from '../database/storage.ts'
import { createSqlJobController } from '../jobs/jobs-control-store.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { createSqlJobRunStore } from '../jobs/run/jobs-run-store.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'

const never = new AbortController().signal
const users = Array.from({ length: 12 }, (_, n) => aUser(n + 1))
const allBots: EraseScope = { kind: 'all_bots' }
const bots = (...botIds: string[]): EraseScope => ({ kind: 'bots', botIds })

function erasing(db: Db, faultOf: () => Fault | null = () => null) {
  const kore = createFakeKore({ users, latencyMs: 5, faultOf })
  const engine = engineDeps(createSqlJobRunStore(db), kore)
  const reader = createSqlJobReader(db, 60)
  const start = (scope: EraseScope = allBots, of = users) =>
    aJob(
      db,
      of.map((user, n) =>
        anItem(n + 1, user, 'erase', {
          change: { kind: 'erase', scope },
          steps: [{ field: 'data', op: 'erase', scope }],
        }),
      ),
    )
  const run = (id: string) => runJob(engine, id, never)
  const counts = async (id: string) => {
    const job = await reader.get(id)
    return { state: job?.state, changed: job?.counts.changed, unchanged: job?.counts.unchanged }
  }
  const requested = () => [...kore.erasures.values()]
  return { kore, reader, start, run, counts, requested }
}

describeOnEachStorage('an erasure that is under way', (open) => {
  test('is not requested by a second plan, which links to the request', async () => {
    const { db } = await open()
    const { reader, start, run, counts, requested } = erasing(db)
    const first = await start()
    await run(first)
    const second = await start()
    expect(await counts(second)).toEqual({ state: 'queued', changed: 0, unchanged: 12 })
    await run(second)
    expect(await counts(second)).toEqual({ state: 'done', changed: 0, unchanged: 12 })
    expect(requested()).toEqual(Array(12).fill(1))
    const items = (await reader.items(second, { afterSeq: 0, limit: 100 })).map(jobItemEntry)
    const requests = await db.selectFrom('erasures').select('id').where('job_id', '=', first).execute()
    for (const { outcome, cause, message, erasureId } of items) {
      expect({ outcome, cause, message }).toEqual({
        outcome: 'unchanged',
        cause: 'erasure_under_way',
        message: 'Erasure already in progress',
      })
      expect(requests.map(({ id }) => id)).toContain(erasureId)
    }
  })

  test('is not requested again by the same text as an identifier of another kind', async () => {
    const { db } = await open()
    const { start, run, counts } = erasing(db)
    await run(await start())
    const change = { kind: 'erase', scope: allBots } as const
    const named = users.map((user, n) =>
      anItem(n + 1, user, 'erase', {
        user: null,
        identifier: { by: 'channelUserId', value: user.email.toUpperCase(), channelId: null },
        change,
        steps: [{ field: 'data', op: 'erase', scope: allBots }],
      }),
    )
    expect(await counts(await aJob(db, named))).toEqual({ state: 'queued', changed: 0, unchanged: 12 })
  })

  test('is not requested by a second plan that was applied before the first one sent anything', async () => {
    const { db } = await open()
    const { start, run, counts, requested } = erasing(db)
    const [first, second] = [await start(), await start()]
    await run(first)
    await run(second)
    expect(await counts(first)).toMatchObject({ changed: 12 })
    expect(await counts(second)).toEqual({ state: 'done', changed: 0, unchanged: 12 })
    expect(requested()).toEqual(Array(12).fill(1))
  })

  test('is requested once by two jobs that run at the same time', async () => {
    const { db } = await open()
    const { start, run, counts, requested } = erasing(db)
    const jobs = [await start(), await start(allBots, users.toReversed())]
    await Promise.all(jobs.map(run))
    expect(requested()).toEqual(Array(12).fill(1))
    const [one, other] = await Promise.all(jobs.map(counts))
    expect((one?.changed ?? 0) + (other?.changed ?? 0)).toBe(12)
    expect((one?.unchanged ?? 0) + (other?.unchanged ?? 0)).toBe(12)
  })

  test('covers a narrower scope, and no wider or other one', async () => {
    const { db } = await open()
    const { start, run, counts, requested } = erasing(db)
    await run(await start(bots('st-1', 'st-2')))
    const narrower = await start(bots('st-2'))
    await run(narrower)
    expect(await counts(narrower)).toMatchObject({ unchanged: 12 })
    for (const scope of [bots('st-2', 'st-3'), allBots]) {
      const job = await start(scope)
      await run(job)
      expect(await counts(job)).toMatchObject({ changed: 12 })
    }
    expect(requested()).toEqual(Array(12).fill(3))
  })

  test('ends with its request: another one is sent then', async () => {
    const { db } = await open()
    const { start, run, counts, requested } = erasing(db)
    await run(await start())
    await db.updateTable('erasures').set({ state: 'erased', finished_at: new Date() }).execute()
    const next = await start()
    await run(next)
    expect(await counts(next)).toMatchObject({ changed: 12 })
    expect(requested()).toEqual(Array(12).fill(2))
  })

  test('may be one whose response was lost: a user decides there, and may send it again', async () => {
    const { db } = await open()
    let isLosing = true
    const { start, run, counts, requested, reader } = erasing(db, () => (isLosing ? { kind: 'drop_after' } : null))
    const first = await start()
    await run(first)
    isLosing = false
    const second = await start()
    await run(second)
    expect(await counts(second)).toMatchObject({ unchanged: 12 })
    const person = { actor: 'ana@example.com', at: Date.now() }
    await createSqlJobController(db).decideAll({ jobId: first, decision: 'resend', ...person })
    await run(first)
    expect((await reader.get(first))?.counts).toMatchObject({ changed: 12, unknown: 0 })
    expect(requested()).toEqual(Array(12).fill(2))
  })
})
