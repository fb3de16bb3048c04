import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import type { Db } from '../database/storage.ts'
import { createSqlRetention } from '../retention/retention-store.ts'
import { aJob } from '../testing/a-job.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { sweepJobs } from './jobs-sweep.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const day = 86_400_000

const endedAt = (db: Db, id: string, daysAgo: number) =>
  db
    .updateTable('jobs')
    .set({ state: 'done', finished_at: new Date(now - daysAgo * day) })
    .where('id', '=', id)
    .execute()

const idsIn = async (db: Db, table: 'jobs' | 'plans') =>
  (await db.selectFrom(table).select('id').execute()).map(({ id }) => id).toSorted()

describeOnEachStorage('the retention of jobs', (open) => {
  test('deletes ended jobs with their plans and items, a family only as a whole, and records it', async () => {
    const { db } = await open()
    const made = (more = {}) => aJob(db, [anItem(1, aUser(1), 'update')], more)
    const [old, recent, running] = [await made(), await made(), await made()]
    const parent = await made()
    const child = await made({ source: 'undo', parentJobId: parent })
    await endedAt(db, old, 100)
    await endedAt(db, recent, 10)
    await endedAt(db, parent, 100)
    await endedAt(db, child, 10)
    const sweep = () => sweepJobs(db, { endedBefore: now - 90 * day, days: 90, at: now })
    expect(await sweep()).toBe(1)
    expect(await idsIn(db, 'jobs')).toEqual([recent, running, parent, child].toSorted())
    expect(await idsIn(db, 'plans')).toHaveLength(4)
    await endedAt(db, child, 100)
    expect(await sweep()).toBe(2)
    expect(await sweep()).toBe(0)
    expect(await idsIn(db, 'jobs')).toEqual([recent, running].toSorted())
    expect(await db.selectFrom('job_items').select('job_id').distinct().execute()).toHaveLength(2)
    const entries = await db
      .selectFrom('audit_entries')
      .select('sentence')
      .where('action', '=', 'retention.swept')
      .execute()
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      'Muster deleted 1 job that ended more than 90 days ago',
      'Muster deleted 2 jobs that ended more than 90 days ago',
    ])
  })

  test('keeps a job while its erasure is open', async () => {
    const { db } = await open()
    const job = await aJob(db, [anItem(1, aUser(1), 'erase')])
    await endedAt(db, job, 100)
    const erasure = {
      id: 'e-1',
      request_id: 'eud-1',
      job_id: job,
      state: 'needs_decision' as const,
      scope: JSON.stringify({ kind: 'all_bots' }),
      scope_text: 'from all bots',
      requested_by: 'ana@example.com',
      requested_at: new Date(now - 100 * day),
      finished_at: null,
    }
    await db.insertInto('erasures').values(erasure).execute()
    const sweep = () => sweepJobs(db, { endedBefore: now - 90 * day, days: 90, at: now })
    expect(await sweep()).toBe(0)
    await db
      .updateTable('erasures')
      .set({ finished_at: new Date(now), state: 'erased' })
      .execute()
    expect(await sweep()).toBe(1)
    expect(await db.selectFrom('erasures').select('id').execute()).toEqual([])
  })

  test('deletes responses of jobs that ended, and no response of a job that runs; the lists say what is left', async () => {
    const { db } = await open()
    const made = () => aJob(db, [anItem(1, aUser(1), 'update')])
    const [old, recent, running] = [await made(), await made(), await made()]
    await sql`update job_items set kore_response = 'a response'`.execute(db)
    await endedAt(db, old, 9)
    await endedAt(db, recent, 1)
    const retention = createSqlRetention(db, { plans: 7, selections: 1, responses: 8, jobs: null })
    const { count: before } = (await retention.list()).find(({ kind }) => kind === 'responses') ?? {}
    await retention.sweep(now)
    const left = await sql<{ id: string }>`select job_id as id from job_items where kore_response is not null`.execute(
      db,
    )
    expect(left.rows.map(({ id }) => id).toSorted()).toEqual([recent, running].toSorted())
    const kept = await retention.list()
    expect(before).toBe(2)
    expect(kept.find(({ kind }) => kind === 'responses')).toMatchObject({ count: 1, oldest: now - day })
    expect(kept.find(({ kind }) => kind === 'jobs')).toMatchObject({ count: 2, oldest: now - 9 * day })
    const swept = db.selectFrom('audit_entries').select('sentence').where('action', '=', 'retention.swept')
    const [entry] = await swept.execute()
    expect(entry?.sentence).toBe("Muster deleted Kore.ai's responses of 1 job that ended more than 8 days ago")
  })
})
