import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { CallRefusedError } from '../../../../engine/guard-ports.ts'
import { SendingStoppedError } from '../../../../engine/ports.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createSqlStopSwitch } from '../../guards/stop-switch.ts'
import { applyChange } from '../../session/member-directory.ts'
import { scopeColumns } from '../../session/memberships.ts'
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
    await expect(maySend()).rejects.toBeInstanceOf(SendingStoppedError)
    await db.updateTable('jobs').set({ state: 'running' }).execute()
    await expect(maySend()).rejects.toThrow('an owner stopped all changes')
  })

  test('while the store is held', async () => {
    const { db, maySend } = await leased()
    await sql`update store_state set held_since = now(), held_for = 'restored' where id = 1`.execute(db)
    await expect(maySend()).rejects.toThrow('jobs are held')
  })

  test('for any user once the member who applied the plan has a newer limit', async () => {
    const { db } = await open()
    const store = createSqlJobRunStore(db)
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update'), anItem(2, aUser(2), 'remove')])
    const { created_by_id: id, created_at } = await db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow()
    const row = { id, email: 'ana@example.com', name: 'Ana', role: 'editor', password_hash: null, disabled_at: null }
    const limit = { groups: ['e-1'], bots: null }
    const setLimit = (since: number) =>
      db
        .updateTable('members')
        .set(scopeColumns({ ...limit, since }))
        .execute()
    await db
      .insertInto('members')
      .values({ ...row, created_at })
      .execute()
    await setLimit(created_at.getTime() - 1000)
    const taken = await store.acquire(jobId, 60_000)
    if (typeof taken === 'string') throw new Error(taken)
    expect(taken.groups).toEqual(['e-1'])
    await store.claim(taken.lease, 2)
    const intend = (seq: number) => store.intend(taken.lease, { id: `call ${seq}`, seqs: [seq], leaseMs: 60_000 })
    await intend(1)
    await setLimit(created_at.getTime() + 1000)
    const refused = await intend(2).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(CallRefusedError)
    expect(refused).toMatchObject({ refused: [{ seq: 2, note: { code: 'user_out_of_scope' } }] })
    await db.updateTable('members').set(scopeColumns(null)).execute()
    await intend(2)
  })

  test.each([
    ['older', -1000],
    ['newer', 1000],
  ])('beyond the %s limit of a member who was removed since', async (age, offset) => {
    const { db } = await open()
    const store = createSqlJobRunStore(db)
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update')])
    const { created_by_id: id, created_at } = await db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow()
    const scope = { groups: ['e-1'], bots: null, since: created_at.getTime() + offset }
    const row = { id, email: 'ana@example.com', name: 'Ana', role: 'editor', password_hash: null, disabled_at: null }
    await db
      .insertInto('members')
      .values({ ...row, ...scopeColumns(scope), created_at })
      .execute()
    const removal = { removed: true, endsSessions: true, audit: [] } as const
    await db.transaction().execute((trx) => applyChange(trx, row, removal, 0))
    expect(await db.selectFrom('members').selectAll().execute()).toEqual([])
    await db.updateTable('jobs').set({ state: 'queued' }).execute()
    const taken = await store.acquire(jobId, 60_000)
    if (typeof taken === 'string') throw new Error(taken)
    expect(taken.groups).toEqual(['e-1'])
    await store.claim(taken.lease, 1)
    const intent = store.intend(taken.lease, { id: 'call', seqs: [1], leaseMs: 60_000 })
    if (age === 'newer') await expect(intent).rejects.toBeInstanceOf(CallRefusedError)
    else await intent
  })
})
