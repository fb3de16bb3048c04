import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { FlagsChangedError, type SentFlags } from '../../../../engine/guard-ports.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import type { Db } from '../../database/storage.ts'
import { aJob } from '../../testing/a-job.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'
import { revertingItems } from './sent-flags.ts'

const leaseMs = 60_000
const quiesceMs = 90_000
const gain = { kind: 'update', takesAway: false, adminRolesLost: [], names: [] } as const

/** A job of one user that runs, and its intents. `takesAway`: judged by the guards, in several statements. */
async function aSender(db: Db, { takesAway = false } = {}) {
  const user = aUser(1)
  const id = await aJob(db, [anItem(1, user, 'update')])
  const store = createSqlJobRunStore(db)
  const job = await store.acquire(id, leaseMs)
  if (typeof job === 'string') throw new Error(job)
  let calls = 0
  const intend = async (isDeveloper: boolean, more: Partial<SentFlags> = {}) => {
    const flags = { seq: 1, userId: user.id, canCreateBot: false, isDeveloper, planned: [], readMs: 1000, ...more }
    const takings = [{ seq: 1, userId: user.id, isRead: true, taking: { ...gain, takesAway } }]
    const call = { id: `c-${(calls += 1)}`, seqs: [1], leaseMs, takings, flags: { items: [flags], quiesceMs } }
    return store.intend(job.lease, call).then(
      () => 'sent',
      (error: unknown) => (error instanceof FlagsChangedError ? 'changed' : Promise.reject(error)),
    )
  }
  const recordChanged = () =>
    sql`update job_items set state = 'settled', outcome = 'changed' where job_id = ${id}`.execute(db)
  /** Its effect is final, as if verified this long ago. */
  const knownBefore = (ms: number) =>
    sql`update job_items set effect_known_at = clock_timestamp() - ${ms}::float8 * interval '1 millisecond'
      where job_id = ${id}`.execute(db)
  const sentBefore = (ms: number) =>
    sql`update job_items set sent_at = clock_timestamp() - ${ms}::float8 * interval '1 millisecond'
      where job_id = ${id}`.execute(db)
  return {
    intend,
    recordChanged,
    knownBefore,
    sentBefore,
    giveBack: () => store.giveBack(job.lease, [1], 'without_effect'),
  }
}

const planned = ['isDeveloper'] as const

describeOnEachStorage('flags that two jobs send for one user', (open) => {
  test.each([false, true])('a flag as read before is not sent after a change (taking away: %j)', async (takesAway) => {
    const { db } = await open()
    const [one, two] = [await aSender(db), await aSender(db, { takesAway })]
    expect(await one.intend(false, { planned })).toBe('sent')
    await one.recordChanged()
    expect(await two.intend(true)).toBe('changed')
    // Read again: Kore.ai shows the change, or the quiesce of the other call is over.
    expect(await two.intend(false)).toBe('sent')
    await two.giveBack()
    await one.sentBefore(quiesceMs + 500)
    expect(await two.intend(true)).toBe('changed')
    await one.sentBefore(quiesceMs + 2000)
    expect(await two.intend(true)).toBe('sent')
  })

  test.each([false, true])(
    'a flag read after the other effect was final is sent (taking away: %j)',
    async (takesAway) => {
      const { db } = await open()
      const [one, two] = [await aSender(db), await aSender(db, { takesAway })]
      expect(await one.intend(false, { planned })).toBe('sent')
      await one.recordChanged()
      await one.knownBefore(500)
      expect(await two.intend(true, { readMs: 1000 })).toBe('changed')
      await one.knownBefore(1500)
      expect(await two.intend(true, { readMs: 1000 })).toBe('sent')
    },
  )

  test('only a verified effect is final', async () => {
    const { db } = await open()
    const user = aUser(1)
    const id = await aJob(db, [anItem(1, user, 'update')])
    const store = createSqlJobRunStore(db)
    const job = await store.acquire(id, leaseMs)
    if (typeof job === 'string') throw new Error(job)
    const flags = { seq: 1, userId: user.id, canCreateBot: false, isDeveloper: false, planned, readMs: 1000 }
    const takings = [{ seq: 1, userId: user.id, isRead: true, taking: gain }]
    await store.intend(job.lease, { id: 'c-1', seqs: [1], leaseMs, takings, flags: { items: [flags], quiesceMs } })
    const known = async () => {
      const { rows } = await sql<{ known: boolean }>`select effect_known_at is not null as known from job_items
        where job_id = ${id}`.execute(db)
      return rows[0]?.known
    }
    const done = { seq: 1, outcome: 'changed', cause: null, details: null, koreResponse: null, audit: null } as const
    await store.recordOutcomes(job.lease, [{ ...done, verify: true }], { at: Date.now() })
    expect(await known()).toBe(false)
    await store.confirm(job.lease, [1])
    expect(await known()).toBe(true)
  })

  test('a planned flag waits for the call under way of another job, and not for its own', async () => {
    const { db } = await open()
    const [one, two] = [await aSender(db), await aSender(db)]
    expect(await one.intend(true)).toBe('sent')
    expect(await two.intend(false, { planned })).toBe('changed')
    expect(await two.intend(false, { planned, userId: 'u-2' })).toBe('sent')
    await two.giveBack()
    await one.recordChanged()
    expect(await two.intend(false, { planned })).toBe('sent')
    expect(await two.intend(false, { planned })).toBe('sent')
    expect(await one.intend(true, { planned, userId: null }).catch(() => 'refused')).toBe('refused')
  })

  test('calls under way are found by their user, however many are in doubt', async () => {
    const { db } = await open()
    const [one, two] = [await aSender(db), await aSender(db)]
    expect(await one.intend(true)).toBe('sent')
    // As after a restore: all items of a large job are in doubt.
    await sql`insert into job_items (job_id, seq, kind, batch_key, state, user_id, sent_at)
      select 'j-large', n, 'update', 'update', 'in_doubt', 'other-' || n, clock_timestamp()
      from generate_series(1, 20000) n`.execute(db)
    await sql`analyze job_items`.execute(db)
    const items = [{ seq: 1, userId: 'u-1', canCreateBot: false, isDeveloper: false, planned, readMs: 1000 }]
    const lease = { jobId: 'j-2', epoch: 1 }
    const call = { id: 'c', seqs: [1], leaseMs, takings: [], flags: { items, quiesceMs } }
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (analyze, timing off)
      ${revertingItems(lease, call)}`.execute(db)
    const lines = rows.map((row) => row['QUERY PLAN'])
    expect(lines.join('\n')).toContain('job_items_users_under_way')
    const read = lines.flatMap((line) => [...line.matchAll(/rows=(\d+)(?:\.\d+)? loops=/g)].map(([, n]) => Number(n)))
    expect(Math.max(...read)).toBeLessThan(100)
    expect(await two.intend(false, { planned })).toBe('changed')
  })

  test.each([false, true])('a call that never left holds no other job (taking away: %j)', async (takesAway) => {
    const { db } = await open()
    const [one, two] = [await aSender(db), await aSender(db, { takesAway })]
    expect(await one.intend(false, { planned })).toBe('sent')
    expect(await two.intend(true)).toBe('changed')
    await one.giveBack()
    expect(await two.intend(true)).toBe('sent')
  })

  test('of two intents at once, one is refused', { timeout: 120_000 }, async () => {
    const { db } = await open()
    for (let n = 0; n < 15; n += 1) {
      const [one, two] = [await aSender(db), await aSender(db)]
      const ends = await Promise.all([one.intend(false, { planned }), two.intend(true)])
      expect(ends.toSorted()).toEqual(['changed', 'sent'])
      for (const job of [one, two]) {
        await job.recordChanged()
        await job.sentBefore(10 * quiesceMs)
      }
    }
  })
})
