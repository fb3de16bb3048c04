import type { ChangeKind } from '@muster/core/change/change'
import { expect, test } from 'vitest'
import type { JobRunStore } from '../../../../engine/ports.ts'
import { runJob } from '../../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createFakeKore, type Fault } from '../../../../engine/testing/fake-kore.ts'
import { createSqlAuditStore } from '../../audit/audit-store.ts'
import type { Db } from '../../database/storage.ts'
import { aJob } from '../../testing/a-job.ts'
import { engineDeps } from '../../testing/engine-deps.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobReader } from '../jobs-read-store.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

const never = new AbortController().signal
const users = (n: number) => Array.from({ length: n }, (_, index) => aUser(index + 1))
const aJobOver = (db: Db, n: number, kind: ChangeKind) =>
  aJob(
    db,
    users(n).map((user, index) => anItem(index + 1, user, kind)),
  )

async function outcomesOf(db: Db, jobId: string) {
  const rows = await db
    .selectFrom('job_items')
    .select(['outcome', 'cause', (eb) => eb.fn.countAll<number>().as('n')])
    .where('job_id', '=', jobId)
    .groupBy(['outcome', 'cause'])
    .execute()
  return Object.fromEntries(rows.map(({ outcome, cause, n }) => [cause === null ? outcome : `${outcome}:${cause}`, n]))
}
async function jobOf(db: Db, jobId: string) {
  return db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow()
}
/** The counters match the items, and nothing is left over. */
async function expectSums(db: Db, jobId: string) {
  const job = await jobOf(db, jobId)
  const rows = await db.selectFrom('job_items').select(['outcome']).where('job_id', '=', jobId).execute()
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length
  const { changed, unchanged, skipped, failed, not_attempted, unknown } = job
  expect({ changed, unchanged, skipped, failed, not_attempted, unknown }).toEqual({
    changed: count('changed'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    failed: count('failed'),
    not_attempted: count('not_attempted'),
    unknown: count('unknown'),
  })
  expect(changed + unchanged + skipped + failed + not_attempted + unknown).toBe(job.total)
  return job
}

describeOnEachStorage('a job', (open) => {
  test.each(['update', 'remove', 'erase'] as const)('of 23 users (%s) is done, counted and audited', async (kind) => {
    const { db } = await open()
    const kore = createFakeKore({ users: users(23) })
    const jobId = await aJobOver(db, 23, kind)
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    expect(await outcomesOf(db, jobId)).toEqual({ changed: 23 })
    expect((await expectSums(db, jobId)).state).toBe('done')
    const audit = createSqlAuditStore(db)
    expect(await audit.verify([], never)).toMatchObject({ intact: true, entries: 25 })
    const ended = await db.selectFrom('audit_entries').select('sentence').where('action', '=', 'job.finished').execute()
    expect(ended).toEqual([{ sentence: `"${(await jobOf(db, jobId)).title}" finished: 23 changed` }])
    const erasures = await db.selectFrom('erasures').select(['request_id', 'state']).execute()
    expect(erasures.every((one) => one.state === 'queued' && one.request_id !== null)).toBe(true)
    expect(erasures.length).toBe(kind === 'erase' ? 6 : 0)
  })

  test('keeps an unparsable response, readable at the item it belongs to', async () => {
    const { db } = await open()
    const words = '<h1>Blocked by the proxy</h1>'
    const kore = createFakeKore({ users: users(1), faultOf: () => ({ kind: 'garbage', words }) })
    const jobId = await aJobOver(db, 1, 'update')
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    const [item] = await createSqlJobReader(db, 90_000).items(jobId, { afterSeq: 0, limit: 9 })
    expect(item).toMatchObject({
      outcome: 'failed',
      cause: 'no_response',
      details: { landed: 'nothing' },
      koreResponse: words,
    })
  })

  test('skips blocked items and sends neither them nor unchanged ones', async () => {
    const { db } = await open()
    const [a, b, c] = users(3)
    if (a === undefined || b === undefined || c === undefined) throw new Error('three users')
    const jobId = await aJob(db, [
      anItem(1, a, 'update'),
      anItem(2, b, 'update', { disposition: 'unchanged' }),
      anItem(3, c, 'update', {
        disposition: 'blocked',
        blockers: [{ code: 'group_not_found', details: { group: 'X' } }],
      }),
    ])
    const kore = createFakeKore({ users: [a, b, c] })
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    expect(await outcomesOf(db, jobId)).toEqual({ changed: 1, unchanged: 1, 'skipped:group_not_found': 1 })
    expect(kore.log.writes).toBe(1)
    await expectSums(db, jobId)
  })

  test('sets aside users changed since the plan, and records the change', async () => {
    const { db } = await open()
    const people = users(3)
    const flags = users(4).slice(3)
    const now = people.map((user, n) =>
      n === 1 ? { ...user, isDeveloper: false } : n === 2 ? { ...user, groups: ['e-1'] } : user,
    )
    const kore = createFakeKore({ users: [...now, ...flags.map((user) => ({ ...user, isDeveloper: false }))] })
    const turnOn = flags.map((user) => {
      const item = anItem(4, user, 'update', { steps: [{ field: 'canCreateBot', from: false, to: true }] })
      const { before } = item
      return { ...item, after: before === null ? null : { ...before, canCreateBot: true } }
    })
    const jobId = await aJob(db, [...people.map((user, n) => anItem(n + 1, user, 'update')), ...turnOn])
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    expect(await outcomesOf(db, jobId)).toEqual({ changed: 2, 'failed:changed_since_plan': 1, unchanged: 1 })
    // A flag that the plan does not change is sent with its current value.
    expect(kore.users.get(people[1]?.email ?? '')).toMatchObject({ groups: ['e-1'], isDeveloper: false })
    const updated = await db
      .selectFrom('job_items')
      .select('details')
      .where('cause', '=', 'changed_since_plan')
      .executeTakeFirst()
    expect(updated?.details).toEqual({ flag: 'isDeveloper', from: 'on', now: 'off', to: 'on' })
  })

  test.each([1, 2, 5])(
    'halves a refused call until %d poison users are alone, within k(2log2 n)+1 calls',
    async (k) => {
      const { db } = await open()
      const people = users(64)
      const poison = new Set(
        people
          .filter((_, n) => n % 13 === 5)
          .slice(0, k)
          .map((user) => user.email),
      )
      const kore = createFakeKore({ users: people, poison, limits: { writeBatch: 64, readBatch: 64 } })
      const jobId = await aJobOver(db, 64, 'update')
      await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
      expect(await outcomesOf(db, jobId)).toEqual({ changed: 64 - k, 'failed:request_refused': k })
      expect(kore.log.writes).toBeLessThanOrEqual(k * 2 * Math.log2(64) + 1)
    },
  )

  test.each([
    ['drop_before', { kind: 'drop_before' }],
    ['drop_after', { kind: 'drop_after' }],
    ['an effect that lands late', { kind: 'late', ms: 40 }],
  ] as const)('re-reads after %s and changes no user twice', async (_what, fault: Fault) => {
    const { db } = await open()
    for (const kind of ['update', 'remove'] as const) {
      const kore = createFakeKore({ users: users(20), faultOf: (n) => (n % 2 === 1 && n < 8 ? fault : null) })
      const jobId = await aJobOver(db, 20, kind)
      await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
      const job = await expectSums(db, jobId)
      expect(job).toMatchObject({ state: 'done', changed: 20 })
      if (kind === 'remove') expect([...kore.removals.values()]).toEqual(Array(20).fill(1))
    }
  })

  test('leaves an erasure without an response unknown until a user decides, and never sends it twice', async () => {
    const { db } = await open()
    const kore = createFakeKore({ users: users(10), faultOf: (n) => (n === 1 ? { kind: 'drop_after' } : null) })
    const jobId = await aJobOver(db, 10, 'erase')
    await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    expect(await outcomesOf(db, jobId)).toEqual({ changed: 9, 'unknown:no_response': 1 })
    expect([...kore.erasures.values()]).toEqual(Array(10).fill(1))
    const erasures = await db.selectFrom('erasures').select(['state', 'request_id']).execute()
    expect(erasures.filter((one) => one.request_id === null)).toEqual([{ state: 'needs_decision', request_id: null }])
    expect(erasures.filter((one) => one.state === 'queued')).toHaveLength(erasures.length - 1)
  })

  test('records a reported success as a failure if a re-read does not show it', async () => {
    const { db } = await open()
    const people = users(4)
    const kore = createFakeKore({ users: people })
    const honest = kore.writer.updateUsers
    const writer: typeof kore.writer = {
      ...kore.writer,
      updateUsers: async (requests, options) => {
        const result = await honest(requests, options)
        kore.users.set('user2@example.com', aUser(2))
        return result
      },
    }
    const jobId = await aJobOver(db, 4, 'update')
    await runJob(engineDeps(createSqlJobRunStore(db), { ...kore, writer }), jobId, never)
    expect(await outcomesOf(db, jobId)).toEqual({ changed: 3, 'failed:unexpected_response': 1 })
    await expectSums(db, jobId)
  })

  test('pauses itself when the first ten all fail, and stops sending', async () => {
    const { db } = await open()
    const people = users(100)
    const kore = createFakeKore({ users: people, refused: new Set(people.map((user) => user.email)), latencyMs: 5 })
    const jobId = await aJobOver(db, 100, 'remove')
    const store = createSqlJobRunStore(db)
    let startedWhenPausing = Number.NaN
    const noting: typeof store = {
      ...store,
      transition: (lease, move) => {
        if (move.to === 'pausing') startedWhenPausing = kore.log.started.length
        return store.transition(lease, move)
      },
    }
    await runJob(engineDeps(noting, kore), jobId, never)
    const job = await jobOf(db, jobId)
    expect(job.state).toBe('paused')
    expect(job.reason).toMatch(/the first \d+ users all failed/)
    // However slow the store is: only calls already leaving still leave, at most one a turn, and not all of them.
    expect(kore.log.started.length - startedWhenPausing).toBeLessThanOrEqual(4)
    expect(kore.log.started.length).toBeLessThan(100 / kore.writer.limits.writeBatch('remove'))
  })
})

const kinds = ['update', 'remove', 'erase'] as const
describeOnEachStorage('a job killed at every write', (open) => {
  test.each(kinds)('loses and duplicates no user (%s)', { timeout: 120_000 }, async (kind) => {
    const { db } = await open()
    let killed = 0
    for (let at = 1; ; at += 1) {
      const kore = createFakeKore({ users: users(8), limits: { writeBatch: 3, readBatch: 5 } })
      const jobId = await aJobOver(db, 8, kind)
      const dying = dieAt(createSqlJobRunStore(db), at)
      await runJob(engineDeps(dying.store, kore), jobId, never).catch((error: unknown) => {
        if (!(error instanceof KilledError)) throw error
      })
      if (!dying.isDead()) break
      killed += 1
      await db.updateTable('jobs').set({ lease_until: null }).where('id', '=', jobId).execute()
      await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
      const job = await expectSums(db, jobId)
      expect(job.state, `killed at write ${at}`).toBe('done')
      expect(job.failed + job.not_attempted).toBe(0)
      if (kind !== 'erase') expect(job.changed, `killed at write ${at}`).toBe(8)
      if (kind === 'update') expect([...kore.users.values()].every((user) => user.groups.includes('e-1'))).toBe(true)
      if (kind === 'remove') expect([...kore.removals.values()]).toEqual(Array(8).fill(1))
      if (kind === 'erase') {
        expect([...kore.erasures.values()].every((times) => times === 1)).toBe(true)
        expect(kore.erasures.size + job.unknown).toBeGreaterThanOrEqual(8)
        // The next job erases the same users: nothing of this one may be under way by then.
        await db.updateTable('erasures').set({ finished_at: new Date() }).execute()
      }
    }
    expect(killed).toBeGreaterThan(8)
  })
})

class KilledError extends Error {}

/** A store whose process dies at the `n`-th write: on odd ones before it is committed, on even ones after. */
function dieAt(store: JobRunStore, n: number): { store: JobRunStore; isDead: () => boolean } {
  const position = Math.ceil(n / 2)
  const after = n % 2 === 0
  let writes = 0
  let dead = false
  const reads = new Set(['state', 'remaining', 'doubtful', 'unverified', 'abandoned', 'renew', 'release'])
  const wrapped = new Proxy(store, {
    get: (target, name, receiver) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every member of the store is such a function
      const method = Reflect.get(target, name, receiver) as (...args: unknown[]) => Promise<unknown>
      return async (...args: unknown[]) => {
        if (dead) throw new KilledError('dead')
        if (reads.has(String(name))) return method.apply(target, args)
        writes += 1
        const now = writes === position
        if (now) dead = true
        if (now && !after) throw new KilledError('killed before a write')
        const result = await method.apply(target, args)
        if (now || dead) throw new KilledError('killed after a write')
        return result
      }
    },
  })
  return { store: wrapped, isDead: () => dead }
}
