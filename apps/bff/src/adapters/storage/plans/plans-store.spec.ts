import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { createPlanHash } from '../../../features/plans/plan-hash.ts'
import { planStoreContract } from '../../../features/plans/plan-store.contract.ts'
import { blockSize, type NewJob } from '../../../features/plans/ports.ts'
import { aKeptItem, aPlan, summaryOf } from '../../../features/plans/testing/plan-builders.ts'
import type { Db } from '../database/storage.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlPlanStore } from './plans-store.ts'

const removal = message('title.remove', { count: 2 })

async function readyPlan(db: Db, insert = jobInsertion.insert, kept = [aKeptItem(1), aKeptItem(2, null)]) {
  const store = createSqlPlanStore(db, { ...jobInsertion, insert })
  await store.create(aPlan('p'))
  const attempt = (await store.beginAttempt('p')) ?? 0
  const digest = createPlanHash()
  for (let from = 0; from < kept.length; from += blockSize)
    digest.add((await store.append('p', attempt, kept.slice(from, from + blockSize))) ?? '')
  const hash = digest.digest()
  await store.finish('p', attempt, {
    title: removal,
    summary: summaryOf(kept),
    hash,
    sentence: 'Ana made the plan "T"',
  })
  return { store, apply: { ...apply, hash } }
}

const apply = {
  planId: 'p',
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
    const insert = async (_trx: unknown, job: NewJob) => {
      jobs.push(job)
      return true
    }
    const store = createSqlPlanStore(db, { ...jobInsertion, insert })
    return { store, jobs }
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
})
