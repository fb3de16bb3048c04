import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { reportFailures } from '../../../features/jobs/report/report-failures.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { aJob } from '../testing/a-job.ts'
import { restorePlanItems } from '../testing/old-plan-items.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlJobReader } from './jobs-read-store.ts'

const blocked = (seq: number) =>
  anItem(seq, aUser(seq), 'update', {
    disposition: 'blocked',
    blockers: [{ code: 'group_not_found', details: { group: 'Data', groupId: 'Data' } }],
  })

describeOnEachStorage('users that a plan blocks', (open) => {
  test('are skipped with the reason, need no attention, and can be found and retried', async () => {
    const { db } = await open()
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update'), blocked(2), blocked(3)])
    await db.updateTable('jobs').set({ state: 'done', finished_at: new Date(), changed: 1 }).execute()
    await sql`update job_items set state = 'settled', outcome = 'changed' where seq = 1`.execute(db)
    const reader = createSqlJobReader(db, 480_000)
    expect(await reader.get(jobId)).toMatchObject({
      open: 0,
      counts: { changed: 1, unchanged: 0, skipped: 2, failed: 0, not_attempted: 0, unknown: 0, pending: 0 },
    })
    expect(await reader.unresolved(null)).toBe(0)
    const page = { before: null, limit: 10 }
    expect(await reader.list({ only: 'failures', own: null }, page)).toEqual([])
    expect(await reader.list({ only: 'unresolved', own: null }, page)).toEqual([])
    expect((await reader.list({ only: 'skipped', own: null }, page)).map(({ id }) => id)).toEqual([jobId])
    const { groups } = await reportFailures({ reader }, jobId, null)
    expect(groups).toMatchObject([{ code: 'group_not_found', count: 2, skipped: 2, open: 2 }])
    const items = await reader.items(jobId, { outcomes: ['skipped'], afterSeq: 0, limit: 10 })
    expect(items.map(({ seq, outcome, cause }) => [seq, outcome, cause])).toEqual([
      [2, 'skipped', 'group_not_found'],
      [3, 'skipped', 'group_not_found'],
    ])
  })

  test('become skipped in jobs of versions that counted them as failed; real failures stay', async () => {
    const storage = await open()
    const { db } = storage
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update'), blocked(2), blocked(3)])
    await sql`update job_items set outcome = 'failed' where outcome = 'skipped'`.execute(db)
    await sql`update job_items set state = 'settled', outcome = 'failed', cause = 'kore_refused' where seq = 1`.execute(
      db,
    )
    await sql`alter table jobs drop constraint jobs_outcomes_sum, drop constraint jobs_outcomes_count,
      drop column skipped,
      add constraint jobs_check check (changed + unchanged + failed + not_attempted + unknown <= total),
      add constraint jobs_check1 check (least(changed, unchanged, failed, not_attempted, unknown) >= 0)`.execute(db)
    await sql`update jobs set failed = 3, finished_at = now()`.execute(db)
    await restorePlanItems(db, 'asks_again')
    await sql`delete from kysely_migration where name = '0027-skipped'`.execute(db)
    await migrate(storage)
    expect(await createSqlJobReader(db, 480_000).get(jobId)).toMatchObject({
      open: 1,
      counts: { failed: 1, skipped: 2 },
    })
    const { rows } = await sql`select outcome, cause from job_items order by seq`.execute(db)
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'kore_refused' },
      { outcome: 'skipped', cause: 'group_not_found' },
      { outcome: 'skipped', cause: 'group_not_found' },
    ])
  })
})
