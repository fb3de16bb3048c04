import { titleSearch } from '@muster/core/search/title-search'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createPlanHash } from '../../../features/plans/plan-hash.ts'
import { planStoreContract } from '../../../features/plans/plan-store.contract.ts'
import { blockSize, type NewJob } from '../../../features/plans/ports.ts'
import { aKeptItem, aPlan, aUser, summaryOf } from '../../../features/plans/testing/plan-builders.ts'
import type { Db } from '../database/storage.ts'
import { readAccountFacts } from '../guards/guard-facts.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { encodeBlock } from './plan-blocks.ts'
import { createSqlPlanStore } from './plans-store.ts'
import { sweepPlans } from './plans-sweep.ts'

const removal = message('title.remove', { count: 2 })

async function readyPlan(db: Db, insert = jobInsertion.insert, kept = [aKeptItem(1), aKeptItem(2, null)]) {
  const store = createSqlPlanStore(db, { ...jobInsertion, insert })
  await store.create(aPlan('p'))
  const attempt = (await store.beginAttempt('p')) ?? 0
  const digest = createPlanHash()
  for (const block of (await store.append('p', attempt, kept)) ?? []) digest.add(block)
  const hash = digest.digest()
  await store.finish('p', attempt, {
    title: removal,
    summary: summaryOf(kept),
    hash,
    sentence: 'Ana made the plan "T"',
  })
  return { store, apply: { ...applying, hash } }
}

const applying = {
  planId: 'p',
  jobId: 'j-1',
  actor: { memberId: 'm-1', email: 'ana@example.com' },
  at: Date.UTC(2026, 0, 3),
  provedBy: null,
  judge: () => ({ delayMs: 0, shareConfirmed: false }),
  idempotency: { key: 'k', digest: 'd' },
}

const large = Array.from({ length: 4 * blockSize + 3 }, (_, n) => aKeptItem(n + 1, n % 7 === 0 ? null : aUser(n + 1)))

const counts = async (db: Db, jobId: string) => {
  const reader = createSqlJobReader(db, 90_000)
  const { rows } = await sql<{ items: number; numbers: number }>`
    select count(*)::int as items, count(distinct seq)::int as numbers from job_items where job_id = ${jobId}`.execute(
    db,
  )
  return { ...rows[0], jobs: (await reader.list({ own: null }, { before: null, limit: 9 })).map(({ id }) => id) }
}

describeOnEachStorage('the store of plans', (open) => {
  planStoreContract(async () => {
    const { db } = await open()
    const jobs: NewJob[] = []
    const insert = async (_trx: unknown, job: NewJob) => {
      jobs.push(job)
      return true
    }
    const store = createSqlPlanStore(db, { ...jobInsertion, insert })
    return { store, jobs }
  })

  test('finds a name among more plans than are read at once, and pages what it finds', async () => {
    const { db } = await open()
    const store = createSqlPlanStore(db, jobInsertion)
    await sql`insert into plans (id, title, name, source, state, summary, created_by, created_by_id, created_at)
      select to_char(n, 'FM0000'), 'remove 1 user', case when n % 1000 = 1 then 'Алёна' end, '{"kind":"identifiers"}',
        'ready', '{}', 'ana@example.com', 'm-1', now() from generate_series(1, 2500) n`.execute(db)
    const found = async (before: string | null, limit: number) =>
      (await store.list({ before, limit, only: null, q: titleSearch('алена'), liveFrom: 0, own: null })).map(
        ({ id }) => id,
      )
    expect(await found(null, 9)).toEqual(['2001', '1001', '0001'])
    expect(await found(null, 2)).toEqual(['2001', '1001'])
    expect(await found('1001', 2)).toEqual(['0001'])
    expect(await found('0001', 2)).toEqual([])
  })

  test('a job that cannot be created leaves the plan unchanged, including its key', async () => {
    const { db } = await open()
    const { store, apply } = await readyPlan(db, async () => {
      throw new Error('no room for a job')
    })
    await expect(store.apply(apply)).rejects.toThrow('no room for a job')
    expect(await store.get('p')).toMatchObject({ state: 'ready', jobId: null })
    expect(await store.repeated('m-1', 'k')).toBeNull()
  })

  test('refuses a retry of which part was retried meanwhile, and leaves nothing of it', async () => {
    const { db } = await open()
    const { store, apply } = await readyPlan(db, async (trx, job) => {
      await jobInsertion.insert(trx, job)
      return false
    })
    expect(await store.apply(apply)).toEqual({ kind: 'already_retried' })
    expect(await store.get('p')).toMatchObject({ state: 'ready', jobId: null })
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([])
    expect(await store.repeated('m-1', 'k')).toBeNull()
  })

  test('the job, its items and the audit are written with the plan', async () => {
    const { db } = await open()
    const { store, apply } = await readyPlan(db)
    expect(await store.apply(apply)).toEqual({ kind: 'applied', jobId: 'j-1', delayMs: 0 })
    const audit = await db.selectFrom('audit_entries').select(['action', 'sentence']).orderBy('seq').execute()
    expect(audit[0]).toEqual({ action: 'plan.made', sentence: 'Ana made the plan "T"' })
    expect(audit[1]).toMatchObject({ action: 'job.started' })
    const job = await db.selectFrom('jobs').select(['title', 'title_message']).executeTakeFirstOrThrow()
    expect(job).toEqual({ title: 'remove 2 users', title_message: removal })
    const items = await db.selectFrom('job_items').select(['seq', 'outcome']).orderBy('seq').execute()
    expect(items).toEqual([
      { seq: 1, outcome: null },
      { seq: 2, outcome: 'skipped' },
    ])
  })

  test('a plan whose stored items are not what was hashed is never applied', async () => {
    const { db } = await open()
    const { store, apply } = await readyPlan(db)
    const { body, digest } = await encodeBlock([aKeptItem(1), aKeptItem(2)])
    await sql`update plan_blocks set body = decode(${body.toString('base64')}, 'base64')`.execute(db)
    await expect(store.apply(apply)).rejects.toThrow('does not match its hash')
    await sql`update plan_blocks set digest = ${digest}`.execute(db)
    expect(await store.apply(apply)).toEqual({ kind: 'not_applicable' })
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([])
  })

  test('applying a large plan inserts its items before the job, which no reader sees until all are there; a death in between loses nothing', async () => {
    const { db } = await open()
    const dying = async (): Promise<boolean> => {
      throw new Error('the process dies')
    }
    const { store, apply } = await readyPlan(db, dying, large)
    await expect(store.apply(apply)).rejects.toThrow('the process dies')
    expect(await counts(db, 'j-1')).toEqual({ items: 4 * blockSize, numbers: 4 * blockSize, jobs: [] })
    expect(await store.get('p')).toMatchObject({ state: 'ready', jobId: null })
    expect(await createSqlJobReader(db, 90_000).items('j-1', { afterSeq: 0, limit: 9 })).toEqual([])
    expect(await readAccountFacts(db, 'sent_and_waiting')).toMatchObject({ removedToday: 0, erasedToday: 0 })

    const restarted = createSqlPlanStore(db, jobInsertion)
    const second = await restarted.apply({ ...apply, jobId: 'j-2' })
    expect(second).toEqual({ kind: 'applied', jobId: 'j-1', delayMs: 0 })
    expect(await counts(db, 'j-1')).toEqual({ items: large.length, numbers: large.length, jobs: ['j-1'] })
    expect(await restarted.apply({ ...apply, jobId: 'j-3' })).toEqual({ kind: 'repeated', jobId: 'j-1' })
    const entry = await createSqlJobReader(db, 90_000).get('j-1')
    expect(entry?.counts).toMatchObject({ pending: large.length - 293, skipped: 293 })
    const found = await createSqlJobReader(db, 90_000).items('j-1', { q: 'absent1023@', afterSeq: 0, limit: 9 })
    expect(found).toMatchObject([{ seq: 1023, outcome: 'skipped', endedAt: '2026-01-03T00:00:00.000Z' }])
  })

  test('applying a large plan by several replicas at once inserts every item once, and creates one job', async () => {
    const { db } = await open()
    const { apply } = await readyPlan(db, jobInsertion.insert, large)
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        createSqlPlanStore(db, jobInsertion).apply({ ...apply, jobId: `j-${n}`, idempotency: null }),
      ),
    )
    const applied = results.filter(({ kind }) => kind === 'applied')
    expect(applied).toHaveLength(1)
    expect(results.filter(({ kind }) => kind === 'already_applied')).toHaveLength(4)
    const jobId = applied[0]?.kind === 'applied' ? applied[0].jobId : ''
    expect(results.every((result) => 'jobId' in result && result.jobId === jobId)).toBe(true)
    expect(await counts(db, jobId)).toEqual({ items: large.length, numbers: large.length, jobs: [jobId] })
  })

  test('applying a large plan that a guard refuses inserts nothing; a removed plan takes its staged items with it', async () => {
    const { db } = await open()
    const { store, apply } = await readyPlan(db, async () => false, large)
    const judge = () => {
      throw new Error('too many at once')
    }
    await expect(store.apply({ ...apply, judge })).rejects.toThrow('too many at once')
    expect(await counts(db, 'j-1')).toMatchObject({ items: 0 })
    expect(await store.apply(apply)).toEqual({ kind: 'already_retried' })
    expect(await counts(db, 'j-1')).toMatchObject({ items: 4 * blockSize, jobs: [] })
    await sweepPlans(db, { before: Date.UTC(2030, 0, 1), days: 7, at: Date.UTC(2030, 0, 8) })
    expect(await counts(db, 'j-1')).toMatchObject({ items: 0 })
  })
})
