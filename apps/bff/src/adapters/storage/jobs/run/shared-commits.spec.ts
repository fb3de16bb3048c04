import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { LeaseLostError } from '../../../../engine/ports.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { forWaitingReader, pieceOf } from '../../../../waiting-reader.ts'
import { createSqlAuditStore } from '../../audit/audit-store.ts'
import type { Db } from '../../database/storage.ts'
import { aJob } from '../../testing/a-job.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'
import { createSharedCommits, type LeaseWrite } from './shared-commits.ts'

const never = new AbortController().signal

async function leased(db: Db) {
  const users = Array.from({ length: 6 }, (_, n) => aUser(n + 1))
  const jobId = await aJob(
    db,
    users.map((user, n) => anItem(n + 1, user, 'update')),
  )
  const store = createSqlJobRunStore(db)
  const taken = await store.acquire(jobId, 60_000)
  if (typeof taken === 'string') throw new Error(taken)
  return { store, lease: taken.lease }
}

const noteAttempts =
  (seq: number, jobId: string): LeaseWrite<string> =>
  async (trx) => {
    await sql`update job_items set attempts = attempts + 1 where job_id = ${jobId} and seq = ${seq}`.execute(trx)
    const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(trx)
    return rows[0]?.id ?? ''
  }

const attemptsOf = async (db: Db) =>
  (await db.selectFrom('job_items').select('attempts').orderBy('seq').execute()).map(({ attempts }) => attempts)

describeOnEachStorage('writes of one job that wait at the same time', (open) => {
  test('share a transaction', async () => {
    const { db } = await open()
    const { lease } = await leased(db)
    const { write } = createSharedCommits(db)
    const [first, ...rest] = await Promise.all(
      [1, 2, 3, 4].map((seq) => write(lease, 1, noteAttempts(seq, lease.jobId))),
    )
    expect(new Set(rest).size).toBe(1)
    expect(rest).not.toContain(first)
    expect(await attemptsOf(db)).toEqual([1, 1, 1, 1, 0, 0])
  })

  test('share smaller ones while a member reads pages', async () => {
    const { db } = await open()
    const { lease } = await leased(db)
    const { write } = createSharedCommits(db)
    const writes = () => Promise.all([1, 2, 3, 4].map((seq) => write(lease, 60, noteAttempts(seq, lease.jobId))))
    // The reads of an earlier test of this process count for two seconds.
    await vi.waitFor(() => expect(pieceOf(4)).toBe(4), 10_000)
    expect(new Set(await writes()).size).toBe(2)
    await forWaitingReader(async () => {})
    expect(new Set(await writes()).size).toBe(4)
    expect(await attemptsOf(db)).toEqual([2, 2, 2, 2, 0, 0])
  })

  test('fail alone, without a trace', async () => {
    const { db } = await open()
    const { lease } = await leased(db)
    const { write } = createSharedCommits(db)
    const broken: LeaseWrite<string> = async (...given) => {
      await noteAttempts(2, lease.jobId)(...given)
      given[2]([{ action: 'user.changed', actor: 'ana', subject: null, sentence: 'never', outcome: null }], new Date())
      throw new Error('broken')
    }
    const ends = await Promise.allSettled(
      [noteAttempts(1, lease.jobId), noteAttempts(3, lease.jobId), broken, noteAttempts(4, lease.jobId)].map((one) =>
        write(lease, 1, one),
      ),
    )
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await attemptsOf(db)).toEqual([1, 0, 1, 1, 0, 0])
    const sentences = await db.selectFrom('audit_entries').select('sentence').execute()
    expect(sentences.map(({ sentence }) => sentence)).not.toContain('never')
    expect(await createSqlAuditStore(db).verify([], never)).toMatchObject({ intact: true })
  })

  test('are all refused once another worker has the job', async () => {
    const { db } = await open()
    const { store, lease } = await leased(db)
    await store.release(lease)
    await store.acquire(lease.jobId, 60_000)
    const { write } = createSharedCommits(db)
    const ends = await Promise.allSettled([1, 2, 3].map((seq) => write(lease, 1, noteAttempts(seq, lease.jobId))))
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: expect.any(LeaseLostError) })
    expect(await attemptsOf(db)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('an intent recorded again for the same call is one attempt', async () => {
    const { db } = await open()
    const { store, lease } = await leased(db)
    await store.claim(lease, 2)
    const intend = (id: string) => store.intend(lease, { id, seqs: [1, 2], leaseMs: 1000 })
    await intend('one')
    await intend('one')
    expect(await attemptsOf(db)).toEqual([1, 1, 0, 0, 0, 0])
    await store.giveBack(lease, [1, 2], 'without_effect')
    expect(await attemptsOf(db)).toEqual([0, 0, 0, 0, 0, 0])
  })
})
