import type { Sentence } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { runStoreContract } from '../../../../engine/testing/run-store.contract.ts'
import { aJob } from '../../testing/a-job.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobController } from '../jobs-control-store.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

describeOnEachStorage("the engine's store", (open) => {
  runStoreContract(async (many) => {
    const { db } = await open()
    const jobId = await aJob(
      db,
      Array.from({ length: many }, (_, n) => anItem(n + 1, aUser(n + 1), 'update')),
    )
    const pause = {
      jobId,
      from: ['running'],
      to: 'pausing',
      reason: null,
      forgive: false,
      needsChanges: false,
    } as const
    const by = {
      action: 'job.paused',
      actor: 'ana',
      sentence: (title: Sentence) => message('audit.job_paused', { actor: 'ana', title }),
    } as const
    return {
      store: createSqlJobRunStore(db),
      jobId,
      pause: async () => void (await createSqlJobController(db).control({ ...pause, ...by, at: systemClock.now() })),
    }
  })

  test('a claimed item is written beside its earlier version', async () => {
    const { db } = await open()
    const jobId = await aJob(
      db,
      Array.from({ length: 200 }, (_, n) => anItem(n + 1, aUser(n + 1), 'update')),
    )
    const pages = async () => {
      const { rows } = await sql<{ page: string }>`
        select split_part(ctid::text, ',', 1) as page from job_items where job_id = ${jobId} order by seq`.execute(db)
      return rows.map(({ page }) => page)
    }
    const before = await pages()
    const store = createSqlJobRunStore(db)
    const taken = await store.acquire(jobId, 60_000)
    if (typeof taken === 'string') throw new Error(taken)
    expect(await store.claim(taken.lease, 200)).toHaveLength(200)
    const after = await pages()
    // The page that other items were on before may be full.
    expect(after.filter((page, n) => page === before[n]).length).toBeGreaterThan(150)
  })
})
