import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { JobHeldError } from '../../../../engine/ports.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createSqlStopSwitch } from '../../guards/stop-switch.ts'
import { aJob } from '../../testing/a-job.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

describeOnEachStorage('a call with a recorded intent may not leave', (open) => {
  const leased = async () => {
    const { db } = await open()
    const store = createSqlJobRunStore(db)
    const taken = await store.acquire(await aJob(db, [anItem(1, aUser(1), 'update')]), 60_000)
    if (typeof taken === 'string') throw new Error(taken)
    await store.claim(taken.lease, 1)
    await store.intend(taken.lease, { id: 'call', seqs: [1], leaseMs: 60_000 })
    return { db, maySend: () => store.checkMaySend(taken.lease) }
  }

  test('after all changes were stopped, even before the switch reaches the job', async () => {
    const { db, maySend } = await leased()
    await maySend()
    await createSqlStopSwitch(db).stop({ at: systemClock.now(), by: 'ana', reason: '' })
    await expect(maySend()).rejects.toBeInstanceOf(JobHeldError)
    await db.updateTable('jobs').set({ state: 'running' }).execute()
    await expect(maySend()).rejects.toThrow('an owner stopped all changes')
  })

  test('while the store is held', async () => {
    const { db, maySend } = await leased()
    await sql`update store_state set held_since = now(), held_for = 'restored' where id = 1`.execute(db)
    await expect(maySend()).rejects.toThrow('held since the database was restored')
  })
})
