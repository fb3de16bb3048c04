import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { runJob } from '../../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../../engine/testing/fake-kore.ts'
import { checkErasures } from '../../../../features/erasures/watch-erasures.ts'
import { createSqlDirectoryStore } from '../../directory/directory-store.ts'
import { createSqlErasureStore } from '../../erasures/erasures-store.ts'
import { createSqlJobRunStore } from '../../jobs/run/jobs-run-store.ts'
import { createSqlCursorStore } from '../../outbound/cursors-store.ts'
import { createSqlGuessLedger } from '../../session/sessions-store.ts'
import { aJob } from '../../testing/a-job.ts'
import { engineDeps } from '../../testing/engine-deps.ts'
import { openFreshPglite } from '../../testing/fresh-pglite.ts'
import type { Db } from '../storage.ts'
import { takeOverEmbedded } from './take-over-embedded.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Of the clock before it was set back. */
const before = () => Date.now() + 5 * hourMs

async function openStore(): Promise<{ readonly db: Db; readonly start: () => Promise<void> }> {
  const storage = await openFreshPglite()
  onTestFinished(() => storage.close())
  return { db: storage.db, start: () => takeOverEmbedded(storage, 1000) }
}

test('an erasure is checked again within its longest interval', async () => {
  const { db, start } = await openStore()
  const users = [aUser(1)]
  const jobId = await aJob(
    db,
    users.map((user) => anItem(1, user, 'erase')),
  )
  await runJob(engineDeps(createSqlJobRunStore(db), createFakeKore({ users })), jobId, new AbortController().signal)
  const erasures = createSqlErasureStore(db)
  const deps = {
    erasures,
    reader: { readErasure: async () => ({ kind: 'status' as const, people: [] }) },
    queue: { work: async () => {}, send: async () => 'accepted' as const, schedule: async () => {} },
    clock: { ...systemClock, now: before },
    isOwnAccount: async () => true,
    onUpdated: () => {},
  }
  await checkErasures(deps, new AbortController().signal)
  await start()
  expect((await erasures.nextDue()) ?? Number.NaN).toBeLessThanOrEqual(Date.now() + 5 * minuteMs)
})

test('a refused guess waits a quarter of an hour at most', async () => {
  const { db, start } = await openStore()
  const guesses = createSqlGuessLedger(db)
  expect(await guesses.reserve('ana', before())).toBeNull()
  await start()
  expect(await guesses.reserve('ana', Date.now())).toBeLessThanOrEqual(15 * minuteMs)
})

test('what a dead process held is free', async () => {
  const { db, start } = await openStore()
  const cursors = createSqlCursorStore(db)
  await cursors.begin('notices', 7)
  expect(await cursors.claim('notices', 'dead', 60)).toBe(7)
  await start()
  expect(await cursors.claim('notices', 'next', 60)).toBe(7)
})

test('a reading after the start is newer than those before it, and the next sync does not wait', async () => {
  const { db, start } = await openStore()
  const directory = createSqlDirectoryStore(db)
  const user = aUser(1)
  await directory.beginPass(before())
  await directory.upsertUsers([user], before())
  await directory.finishPass({ source: 'kore', at: before(), sweep: true, reason: null })
  await start()
  await directory.upsertUsers([{ ...user, firstName: 'Later' }], Date.now() + 1)
  expect(await db.selectFrom('users').select('first_name').execute()).toEqual([{ first_name: 'Later' }])
  expect(Date.parse((await directory.state()).syncedAt ?? '')).toBeLessThanOrEqual(Date.now())
})

test('a delivery is due as long after its failure as before, a job as long after its plan was applied', async () => {
  const { db, start } = await openStore()
  const later = (minutes: number) => new Date(before() + minutes * minuteMs)
  const delivery = { destination: 'chat', kind: 'test' as const, notice: '{}', made_at: later(0), next_at: later(1) }
  await db
    .insertInto('notice_deliveries')
    .values([
      { ...delivery, id: 'new' },
      { ...delivery, id: 'failed', attempts: 3, failed_at: later(0) },
      { ...delivery, id: 'rests', attempts: 3, failed_at: later(-301), next_at: later(-299) },
    ])
    .execute()
  const jobId = await aJob(db, [anItem(1, aUser(1), 'erase')])
  await db
    .updateTable('jobs')
    .set({ created_at: later(0) })
    .execute()
  await sql`insert into job_guards (job_id, start_at, share_confirmed) values (${jobId}, ${later(10)}, false)
    on conflict (job_id) do update set start_at = excluded.start_at`.execute(db)
  await start()
  const due = await db
    .selectFrom('notice_deliveries')
    .select('id')
    .where('next_at', '<=', new Date())
    .orderBy('id')
    .execute()
  expect(due.map(({ id }) => id)).toEqual(['failed', 'new'])
  const { start_at: startAt } = await db.selectFrom('job_guards').select('start_at').executeTakeFirstOrThrow()
  expect(Math.abs((startAt?.getTime() ?? 0) - Date.now() - 10 * minuteMs)).toBeLessThan(minuteMs)
})
