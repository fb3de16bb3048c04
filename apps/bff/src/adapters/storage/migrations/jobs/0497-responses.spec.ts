import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import type { Db } from '../../database/storage.ts'
import { createSqlJobReader } from '../../jobs/jobs-read-store.ts'
import { aJob } from '../../testing/a-job.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { migrate } from '../run-migrations.ts'

async function asBefore(db: Db): Promise<void> {
  await sql`alter table job_items rename column kore_response to kore_answer`.execute(db)
  await sql`alter index job_items_with_response rename to job_items_answered`.execute(db)
  await sql`alter table jobs rename column paused_for to held_for`.execute(db)
  await sql`delete from kysely_migration where name = '0497-responses'`.execute(db)
}

describeOnEachStorage('jobs of versions with other names for responses', (open) => {
  test('keep causes, responses and the reason of their pause', async () => {
    const storage = await open()
    const { db } = storage
    const jobId = await aJob(
      db,
      [1, 2, 3].map((n) => anItem(n, aUser(n), 'update')),
    )
    await asBefore(db)
    await sql`update jobs set state = 'paused', held_for = 'credential'`.execute(db)
    await sql`update job_items set state = 'settled', outcome = 'unknown', cause = 'no_answer' where seq = 1`.execute(
      db,
    )
    await sql`update job_items set state = 'settled', outcome = 'failed', cause = 'unexpected_answer',
      kore_answer = '<html>' where seq = 2`.execute(db)

    await migrate(storage)

    const items = await createSqlJobReader(db, 90_000).items(jobId, { afterSeq: 0, limit: 10 })
    expect(items.map(({ cause, koreResponse }) => [cause, koreResponse])).toEqual([
      ['no_response', null],
      ['unexpected_response', '<html>'],
      [null, null],
    ])
    expect(await db.selectFrom('jobs').select('paused_for').execute()).toEqual([{ paused_for: 'credential' }])
  })
})
