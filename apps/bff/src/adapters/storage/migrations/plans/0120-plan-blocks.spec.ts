import type { User } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { blockSize } from '../../../../features/plans/ports.ts'
import type { Db } from '../../database/storage.ts'
import { jobInsertion } from '../../jobs/jobs-insert.ts'
import { createSqlJobReader } from '../../jobs/jobs-read-store.ts'
import { readPlanItems } from '../../plans/plan-blocks.ts'
import { createSqlPlanStore } from '../../plans/plans-store.ts'
import { aJob } from '../../testing/a-job.ts'
import { restorePlanItems } from '../../testing/old-plan-items.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { migrate } from '../run-migrations.ts'

const blocked = {
  disposition: 'blocked',
  steps: [],
  blockers: [{ code: 'row_invalid', details: { cell: 'B2' } }],
} as const

/** Rows of a file, an erasure and a blocked row, over more than one block. */
function planned(): readonly PlanItem[] {
  return Array.from({ length: blockSize + 3 }, (_, n) => {
    const user: User = aUser(n, { firstName: `Zoë ${n}` })
    if (n === 1) return anItem(n + 1, user, 'erase', { row: 7 })
    return anItem(n + 1, user, 'update', { row: n + 1, ...(n === 2 ? blocked : {}) })
  })
}

async function asBefore(db: Db): Promise<void> {
  await restorePlanItems(db, 'retries_seq')
  await sql`drop table plan_blocks`.execute(db)
  await sql`alter table plans drop column staged_job_id, drop column staged_blocks`.execute(db)
  await sql`alter table job_items drop column row, drop column retries_seq, drop column erases,
    add constraint job_items_job_id_fkey foreign key (job_id) references jobs (id)`.execute(db)
  await sql`delete from kysely_migration where name = '0120-plan-blocks'`.execute(db)
}

const itemColumns = (db: Db) =>
  db
    .selectFrom('job_items')
    .select(['job_id', 'seq', 'batch_key', 'outcome', 'cause', 'row', 'retries_seq', 'erases'])
    .orderBy('job_id')
    .orderBy('seq')
    .execute()

describeOnEachStorage('plans of versions without blocks', (open) => {
  test('keep every item, and their jobs what their statements join by', async () => {
    const storage = await open()
    const { db } = storage
    const items = planned()
    const jobId = await aJob(db, items)
    await sql`update job_items set state = 'settled', outcome = 'failed' where seq = 1`.execute(db)
    const [first] = items
    const retryId = await aJob(db, first === undefined ? [] : [first], { source: 'retry', parentJobId: jobId })
    const before = await itemColumns(db)
    expect(before.filter((row) => row.erases !== null)).toHaveLength(1)
    expect(before.filter((row) => row.retries_seq !== null)).toMatchObject([{ job_id: retryId, retries_seq: 1 }])

    await asBefore(db)
    await migrate(storage)

    expect(await itemColumns(db)).toEqual(before)
    const job = await db.selectFrom('jobs').select('plan_id').where('id', '=', jobId).executeTakeFirstOrThrow()
    const kept = await readPlanItems(
      db,
      job.plan_id,
      items.map(({ seq }) => seq),
    )
    expect(items.map(({ seq }) => kept(seq).item)).toEqual(items)
    const [found] = await createSqlJobReader(db, 90_000).items(jobId, { q: 'ZOË 513', afterSeq: 0, limit: 10 })
    expect(found).toMatchObject({ seq: 514, row: 514 })
  })

  test('can still be applied, by the hash of their blocks', async () => {
    const storage = await open()
    const { db } = storage
    const jobId = await aJob(db, planned())
    const { id } = await db.selectFrom('plans').select('id').where('job_id', '=', jobId).executeTakeFirstOrThrow()
    await sql`update plans set state = 'ready', job_id = null`.execute(db)
    await sql`delete from job_items`.execute(db)
    await sql`delete from jobs`.execute(db)
    await asBefore(db)
    await migrate(storage)
    const store = createSqlPlanStore(db, jobInsertion)
    const request = {
      planId: id,
      jobId: 'j-1',
      actor: { memberId: 'm-1', email: 'ana@example.com' },
      at: Date.UTC(2026, 0, 3),
      provedBy: null,
      judge: () => ({ delayMs: 0, shareConfirmed: false }),
      idempotency: null,
    }
    expect(await store.apply({ ...request, hash: 'h' })).toEqual({ kind: 'not_applicable' })
    const hash = (await store.get(id))?.hash ?? ''
    expect(await store.apply({ ...request, hash })).toMatchObject({ kind: 'applied', jobId: 'j-1' })
  })
})
