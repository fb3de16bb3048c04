import { freshMs } from '@muster/core/policy/step-up'
import { expect, test } from 'vitest'
import { createPlanHash } from '../../../features/plans/plan-hash.ts'
import { blockSize } from '../../../features/plans/ports.ts'
import { aKeptItem, aPlan, summaryOf } from '../../../features/plans/testing/plan-builders.ts'
import type { Db } from '../database/storage.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { createSqlSessionStore } from '../session/sessions-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlPlanStore } from './plans-store.ts'

const at = Date.UTC(2026, 0, 3)

async function readyPlan(db: Db, size: number) {
  const store = createSqlPlanStore(db, jobInsertion)
  const kept = Array.from({ length: size }, (_, n) => aKeptItem(n + 1))
  await store.create(aPlan('p'))
  const attempt = (await store.beginAttempt('p')) ?? 0
  const digest = createPlanHash()
  for (let from = 0; from < size; from += blockSize)
    for (const block of (await store.append('p', attempt, kept.slice(from, from + blockSize))) ?? []) digest.add(block)
  const hash = digest.digest()
  await store.finish('p', attempt, { title: 'T', summary: summaryOf(kept), hash, sentence: 'Ana made the plan "T"' })
  return { store, hash }
}

/** A session that proved who its member is for this plan. */
async function provedSession(db: Db, planHash: string) {
  const member = { id: 'm-1', email: 'ana@example.com', name: 'Ana', role: 'owner', created_at: new Date(at) } as const
  await db.insertInto('members').values(member).execute()
  const sessions = createSqlSessionStore(db)
  const agent = 'Firefox on Windows'
  await sessions.add({ id: 'first', ref: 'r', agent, memberId: 'm-1', at }, 5)
  expect(await sessions.renew('first', 'second', { at, planHash })).toBe(true)
  expect(await sessions.renew('first', 'third', { at, planHash })).toBe(false)
  return sessions
}

describeOnEachStorage('the proof of a plan', (open) => {
  /** Applies the plan as an application that is refused without proof; returns what each judgment saw. */
  async function apply(db: Db, plan: { hash: string }, by: { provedBy: string | null; at?: number }) {
    const seen: boolean[] = []
    const applied = await createSqlPlanStore(db, jobInsertion)
      .apply({
        planId: 'p',
        hash: plan.hash,
        jobId: 'j-1',
        actor: { memberId: 'm-1', email: 'ana@example.com' },
        at,
        idempotency: null,
        ...by,
        judge: ({ isProved }) => {
          seen.push(isProved)
          if (!isProved) throw new Error('not proved')
          return { delayMs: 0, shareConfirmed: false }
        },
      })
      .then(
        ({ kind }) => kind,
        () => 'refused',
      )
    return { applied, seen }
  }

  test.each([
    ['a plan', 2, [true]],
    ['a large plan, whose items are stored before', 4 * blockSize + 1, [true, true]],
  ])('counts for %s once, in its session, for five minutes', async (_, size, judged) => {
    const { db } = await open()
    const plan = await readyPlan(db, size)
    const sessions = await provedSession(db, plan.hash)
    const refused = { applied: 'refused', seen: [false] }
    expect(await apply(db, plan, { provedBy: null })).toEqual(refused)
    expect(await apply(db, plan, { provedBy: 'first' })).toEqual(refused)
    expect(await apply(db, plan, { provedBy: 'second', at: at + freshMs + 1 })).toEqual(refused)
    // A later proof gives the session another ID, which keeps this one.
    await sessions.renew('second', 'third', { at, planHash: null })
    expect(await apply(db, plan, { provedBy: 'second' })).toEqual(refused)
    expect(await apply(db, plan, { provedBy: 'third' })).toEqual({ applied: 'applied', seen: judged })
    expect(await db.selectFrom('plan_proofs').select('plan_hash').execute()).toEqual([])
  })

  test('does not count for anything else, also if an identity provider gave it', async () => {
    const { db } = await open()
    const later = at + 2 * freshMs
    const sessions = await provedSession(db, 'a'.repeat(64))
    await sessions.renew('second', 'third', { at: later, planHash: 'b'.repeat(64) })
    const proof = { issuer: 'https://id.example', sid: null, factors: [], authenticatedAt: later, statedAt: later }
    await sessions.renew('third', 'fourth', { at: later, planHash: 'b'.repeat(64), proof })
    expect(await sessions.find('fourth')).toMatchObject({ authenticatedAt: at, usedAt: later })
    await sessions.renew('fourth', 'fifth', { at: later, planHash: null })
    expect(await sessions.find('fifth')).toMatchObject({ authenticatedAt: later })
  })
})
