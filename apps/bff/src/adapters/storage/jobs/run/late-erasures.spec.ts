import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { EngineDeps } from '../../../../engine/context/run-context.ts'
import type { ErasureJournal, JobRunStore } from '../../../../engine/ports.ts'
import { runJob } from '../../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../../engine/testing/fake-kore.ts'
import { replayErasures } from '../../../../engine/verify/replay-erasures.ts'
import type { Db } from '../../database/storage.ts'
import { aJob } from '../../testing/a-job.ts'
import { engineDeps } from '../../testing/engine-deps.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobController } from '../jobs-control-store.ts'
import { createSqlJobReader } from '../jobs-read-store.ts'
import { openErasureJournal } from './erasure-journal.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

const never = new AbortController().signal
const users = Array.from({ length: 20 }, (_, n) => aUser(n + 1))
const root = mkdtempSync(join(tmpdir(), 'muster-late-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** PostgreSQL's error while it restarts. */
const away = () => Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })

/** A store that cannot record erasures while `isAway` is true. */
function failing(store: JobRunStore, isAway: () => boolean): JobRunStore {
  return {
    ...store,
    recordOutcomes: async (...args) => {
      if (isAway() && (args[2].erasures ?? []).length > 0) throw away()
      return store.recordOutcomes(...args)
    },
  }
}

/** All erasures without a response, sent again by a member after the journal of the first request was lost. */
async function sentAgain(db: Db) {
  const given = await erasing(db)
  const { engine, jobId, store, openJournal } = given
  const failed = runJob(engine({ journal: openJournal(), store: goingAway(store) }), jobId, never)
  await expect(failed).rejects.toThrow('terminating connection')
  // The other replica has another journal.
  await runJob(engine(), jobId, never)
  const decided = { decision: 'resend', actor: 'ana@example.com', at: Date.now() } as const
  await createSqlJobController(db).decideAll({ jobId, ...decided })
  const otherDir = mkdtempSync(join(root, 'other-'))
  const known = () =>
    db.selectFrom('erasures').select('request_id').where('request_id', 'is not', null).orderBy('request_id').execute()
  const requestedTwice = () => [...given.kore.erasures.values()].filter((times) => times === 2).length
  return { ...given, known, requestedTwice, openOther: () => openJournal(otherDir) }
}

/** 20 users in calls of 5: the first call carries 1, the next two carry 10 together, the last two the rest. */
const requestsSent = 5
/**
 * A store that becomes unavailable once the first three calls are recorded: until then, one call is in flight at a
 * time.
 */
function goingAway(store: JobRunStore): JobRunStore {
  let calls = 0
  return failing(store, () => (calls += 1) > 3)
}

async function erasing(db: Db, leaseMs = 2500) {
  const dataDir = mkdtempSync(join(root, 'data-'))
  const kore = createFakeKore({ users })
  const store = createSqlJobRunStore(db)
  const openJournal = (dir = dataDir): ErasureJournal =>
    openErasureJournal(dir, Date.now(), (error) => {
      throw error
    })
  const jobId = await aJob(
    db,
    users.map((user, n) => anItem(n + 1, user, 'erase')),
  )
  const engine = (more: Partial<EngineDeps> = {}) => {
    const deps = engineDeps(store, kore, more)
    return { ...deps, settings: { ...deps.settings, leaseMs } }
  }
  const reader = createSqlJobReader(db, 60)
  const requests = () => db.selectFrom('erasures').select(['request_id', 'state']).execute()
  const state = async () => {
    const job = await reader.get(jobId)
    return { state: job?.state, changed: job?.counts.changed, unknown: job?.counts.unknown }
  }
  const expectAllKnown = async (lines = 20) => {
    expect(await state()).toEqual({ state: 'done', changed: 20, unknown: 0 })
    expect([...kore.erasures.values()]).toEqual(Array(20).fill(1))
    const found = await requests()
    expect(new Set(found.map((one) => one.request_id)).size).toBe(requestsSent)
    expect(found.every((one) => one.state === 'queued' && one.request_id !== null)).toBe(true)
    const audit = await db
      .selectFrom('audit_entries')
      .select('sentence')
      .where('action', '=', 'erasure.queued')
      .execute()
    expect(audit).toHaveLength(lines)
  }
  return { db, jobId, kore, store, engine, openJournal, reader, requests, state, expectAllKnown }
}

describeOnEachStorage('an erasure that Kore.ai accepted', (open) => {
  test('is recorded by retries while the store is unavailable for a moment', async () => {
    const { engine, jobId, store, expectAllKnown } = await erasing((await open()).db, 60_000)
    let failures = 0
    const flaky = failing(store, () => (failures += 1) % 3 !== 0)
    await runJob(engine({ store: flaky }), jobId, never)
    expect(failures).toBeGreaterThan(4)
    await expectAllKnown()
  })

  test('is recorded if the write succeeded and its own response was lost', async () => {
    const { engine, jobId, store, expectAllKnown } = await erasing((await open()).db, 60_000)
    let writes = 0
    const recordOutcomes: JobRunStore['recordOutcomes'] = async (...args) => {
      const progress = await store.recordOutcomes(...args)
      writes += 1
      if (writes % 2 === 1) throw away()
      return progress
    }
    await runJob(engine({ store: { ...store, recordOutcomes } }), jobId, never)
    await expectAllKnown()
  })

  test('is recorded by the next run if the store was unavailable for longer than the lease', async () => {
    const { engine, jobId, store, openJournal, expectAllKnown } = await erasing((await open()).db)
    const journal = openJournal()
    await expect(runJob(engine({ journal, store: goingAway(store) }), jobId, never)).rejects.toThrow(
      'terminating connection',
    )
    await runJob(engine({ journal }), jobId, never)
    await expectAllKnown()
  })

  test('is recorded by the next process', async () => {
    const { engine, jobId, store, openJournal, expectAllKnown } = await erasing((await open()).db)
    const failed = runJob(engine({ journal: openJournal(), store: goingAway(store) }), jobId, never)
    await expect(failed).rejects.toThrow('terminating connection')
    await runJob(engine({ journal: openJournal() }), jobId, never)
    await expectAllKnown()
  })

  test('becomes known if another replica declared it lost, unless a user decided about it', async () => {
    const { db, engine, jobId, kore, reader, store, openJournal, requests, state } = await erasing((await open()).db)
    const failed = runJob(engine({ journal: openJournal(), store: goingAway(store) }), jobId, never)
    await expect(failed).rejects.toThrow('terminating connection')
    // The other replica has another journal.
    await runJob(engine(), jobId, never)
    const lost = await reader.items(jobId, { afterSeq: 0, limit: 100, outcomes: ['unknown'] })
    expect(lost.length).toBeGreaterThan(1)
    const [decided] = lost
    const person = { actor: 'ana@example.com', at: Date.now() }
    await createSqlJobController(db).decide({ jobId, seq: decided?.seq ?? 0, decision: 'leave', ...person })
    await replayErasures(engine({ journal: openJournal() }))
    expect(await state()).toEqual({ state: 'done', changed: 19, unknown: 1 })
    expect((await reader.items(jobId, { afterSeq: 0, limit: 9, outcomes: ['unknown'] })).map(({ seq }) => seq)).toEqual(
      [decided?.seq],
    )
    expect([...kore.erasures.values()]).toEqual(Array(20).fill(1))
    const known = (await requests()).filter((one) => one.request_id !== null)
    expect(known).toHaveLength(requestsSent)
  })

  test('becomes known if a member sent it again and the store failed a second time', async () => {
    const { engine, jobId, known, openJournal, openOther, requestedTwice, state, store } = await sentAgain(
      (await open()).db,
    )
    const failed = runJob(engine({ journal: openOther(), store: failing(store, () => true) }), jobId, never)
    await expect(failed).rejects.toThrow('terminating connection')
    await runJob(engine(), jobId, never)
    const lost = requestedTwice()
    expect(await state()).toEqual({ state: 'done', changed: 20 - lost, unknown: lost })
    const before = await known()
    // The response to the first request, which the second replaced.
    await replayErasures(engine({ journal: openJournal() }))
    expect(await known()).toEqual(before)
    await replayErasures(engine({ journal: openOther() }))
    expect(await state()).toEqual({ state: 'done', changed: 20, unknown: 0 })
    expect((await known()).length).toBeGreaterThan(before.length)
  })

  test('is not requested a third time by a store restored to the time when a member sent it again', async () => {
    const { db, engine, jobId, kore, known, openOther, requestedTwice } = await sentAgain((await open()).db)
    const items = await db
      .selectFrom('job_items')
      .select(['seq', 'call_id', 'sent_at'])
      .where('resent', '=', true)
      .execute()
    await runJob(engine({ journal: openOther() }), jobId, never)
    const ended = await known()
    expect(requestedTwice()).toBe(items.length)
    for (const { seq, ...sent } of items) {
      const pending = { state: 'pending', outcome: null, erasure_id: null, claimed_epoch: null, ...sent } as const
      await db.updateTable('job_items').set(pending).where('seq', '=', seq).execute()
    }
    await db
      .updateTable('jobs')
      .set({ state: 'queued', finished_at: null, changed: 20 - items.length })
      .execute()
    await runJob(engine({ journal: openOther() }), jobId, never)
    expect(Math.max(...kore.erasures.values())).toBe(2)
    expect((await known()).length).toBeGreaterThanOrEqual(ended.length)
  })

  test('is not requested a second time by a store restored to a time before it', async () => {
    const { db, engine, jobId, openJournal, expectAllKnown } = await erasing((await open()).db, 60_000)
    await runJob(engine({ journal: openJournal() }), jobId, never)
    // The tables before the job ran.
    await db
      .updateTable('job_items')
      .set({ state: 'pending', outcome: null, erasure_id: null, call_id: null })
      .execute()
    await db.updateTable('jobs').set({ state: 'queued', changed: 0, finished_at: null, tried: 0 }).execute()
    await db.deleteFrom('erasure_people').execute()
    await db.deleteFrom('erasures').execute()
    await db.updateTable('job_items').set({ attempts: 0, claimed_epoch: null, sent_epoch: null }).execute()
    await runJob(engine({ journal: openJournal() }), jobId, never)
    await expectAllKnown(40)
  })
})
