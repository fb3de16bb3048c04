import type { Sentence } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
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
})
