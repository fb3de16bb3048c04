import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { planStoreContract } from '../../../features/plans/plan-store.contract.ts'
import type { NewJob } from '../../../features/plans/ports.ts'
import { aKeptItem, aPlan, summaryOf } from '../../../features/plans/testing/plan-builders.ts'
import type { Db } from '../database/storage.ts'
import { insertJob } from '../jobs/jobs-insert.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlPlanStore } from './plans-store.ts'

const removal = message('title.remove', { count: 2 })

async function readyPlan(db: Db, insert: typeof insertJob) {
  const store = createSqlPlanStore(db, insert)
  await store.create(aPlan('p'))
  const attempt = (await store.beginAttempt('p')) ?? 0
  const kept = [aKeptItem(1), aKeptItem(2, null)]
  await store.append('p', attempt, kept)
  await store.finish('p', attempt, {
    title: removal,
    summary: summaryOf(kept),
    hash: 'h',
    sentence: 'Ana made the plan "T"',
  })
  return store
}

const apply = {
  planId: 'p',
  hash: 'h',
  jobId: 'j-1',
  actor: { memberId: 'm-1', email: 'ana@example.com' },
  at: Date.UTC(2026, 0, 3),
  judge: () => ({ delayMs: 0, shareConfirmed: false }),
  idempotency: { key: 'k', digest: 'd' },
}

describeOnEachStorage('the store of plans', (open) => {
  planStoreContract(async () => {
    const { db } = await open()
    const jobs: NewJob[] = []
    const store = createSqlPlanStore(db, async (_trx, job) => {
      jobs.push(job)
      return true
    })
    return { store, jobs }
  })

  test('a job that cannot be created leaves the plan unchanged, including its key', async () => {
    const { db } = await open()
    const store = await readyPlan(db, async () => {
      throw new Error('no room for a job')
    })
    await expect(store.apply(apply)).rejects.toThrow('no room for a job')
    expect(await store.get('p')).toMatchObject({ state: 'ready', jobId: null })
    expect(await store.repeated('m-1', 'k')).toBeNull()
  })

  test('refuses a retry of which part was retried meanwhile, and leaves nothing of it', async () => {
    const { db } = await open()
    const store = await readyPlan(db, async (trx, job) => {
      await insertJob(trx, job)
      return false
    })
    expect(await store.apply(apply)).toEqual({ kind: 'already_retried' })
    expect(await store.get('p')).toMatchObject({ state: 'ready', jobId: null })
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([])
    expect(await store.repeated('m-1', 'k')).toBeNull()
  })

  test('the job, its items and the audit are written with the plan', async () => {
    const { db } = await open()
    const store = await readyPlan(db, insertJob)
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

  test('refuses one subject twice, even if planning does not', async () => {
    const { db } = await open()
    const store = createSqlPlanStore(db, insertJob)
    await store.create(aPlan('p'))
    const attempt = (await store.beginAttempt('p')) ?? 0
    const { subject } = aKeptItem(1)
    const twice = [aKeptItem(1), { ...aKeptItem(2), subject }]
    await expect(store.append('p', attempt, twice)).rejects.toThrow('plan_items_by_subject')
    expect(await store.get('p')).toMatchObject({ progress: 0 })
  })

  test('a page and a filter by disposition use an index', async () => {
    const { db } = await open()
    await readyPlan(db, insertJob)
    await sql`set enable_seqscan = off`.execute(db)
    const plan = await sql<{ 'QUERY PLAN': string }>`
      explain select item from plan_items where plan_id = 'p' and seq > 0 and disposition = 'blocked'
      order by seq limit 51`.execute(db)
    const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(lines).toMatch(/Index Scan using plan_items_(by_disposition|pkey)/)
    expect(lines).not.toContain('Sort')
  })
})
