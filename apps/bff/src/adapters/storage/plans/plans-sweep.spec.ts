import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aKeptItem } from '../../../features/plans/testing/plan-builders.ts'
import { maintainStore } from '../../../lifecycle/maintenance.ts'
import { createSqlCaseStore } from '../cases/cases-store.ts'
import type { Db } from '../database/storage.ts'
import { createSqlSelectionStore } from '../directory/selections-store.ts'
import { createSqlRetention } from '../retention/retention-store.ts'
import { createSqlSessionStore } from '../session/sessions-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { encodeBlock, insertBlock } from './plan-blocks.ts'
import { prunePlans } from './plans-sweep.ts'

const dayMs = 24 * 3_600_000
const now = Date.UTC(2030, 0, 31)

async function addPlan(db: Db, id: string, plan: { state: string; daysOld: number; selection?: string; job?: string }) {
  const source = JSON.stringify({ kind: 'selection', selectionId: plan.selection ?? 'none' })
  await sql`insert into plans (id, title, source, state, summary, job_id, created_by, created_by_id, created_at)
    values (${id}, ${id}, ${source}::jsonb, ${plan.state}, '{}'::jsonb, ${plan.job ?? null}, 'ana@example.com', 'm-1',
      ${new Date(now - plan.daysOld * dayMs)})`.execute(db)
  await insertBlock(db, id, await encodeBlock([aKeptItem(1)]))
}

/** Notices, emails and closed cases: of each kind an old and a recent one, and those that have not ended. */
async function addEnded(db: Db): Promise<void> {
  const ago = (days: number) => new Date(now - days * dayMs)
  await sql`insert into notice_deliveries (id, destination, kind, notice, made_at, next_at) values
    ('old', 'd', 'test', '{}', ${ago(31)}, ${ago(31)}), ('recent', 'd', 'test', '{}', ${ago(29)}, ${ago(29)})`.execute(
    db,
  )
  await sql`insert into mails (id, key, sealed, created_at, ended_at, outcome) values
    ('old', 'k-1', null, ${ago(40)}, ${ago(31)}, 'sent'), ('failed', 'k-2', null, ${ago(40)}, ${ago(32)}, 'failed'),
    ('recent', 'k-3', null, ${ago(40)}, ${ago(29)}, 'sent'), ('waiting', 'k-4', 'x', ${ago(40)}, null, null)`.execute(
    db,
  )
  for (const [reference, closedAt] of [
    ['old', ago(41)],
    ['recent', ago(39)],
    ['open', null],
  ] as const)
    await sql`insert into erasure_cases (id, reference, requester, people, received_at, due_at, opened_by, opened_at, closed_at)
      values (${reference}, ${reference}, 'r', '[]', ${ago(60)}, ${ago(-60)}, 'o', ${ago(60)}, ${closedAt})`.execute(db)
}

type Swept = 'plans' | 'selections' | 'notice_deliveries' | 'mails' | 'erasure_cases'
const idsIn = async (db: Db, table: Swept) =>
  (await db.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id)

describeOnEachStorage('data that no plan or job uses', (open) => {
  test('is removed: unapplied plans after a week, selections after a day unless a plan is being computed from them', async () => {
    const { db } = await open()
    const selections = createSqlSelectionStore(db)
    const frozen = async (daysOld: number) =>
      (
        await selections.freeze({
          users: { matching: {} },
          except: [],
          sentence: message('selection.all'),
          scope: null,
          memberId: 'm-1',
          at: now - daysOld * dayMs,
        })
      ).id
    const [old, used, fresh] = [await frozen(2), await frozen(2), await frozen(0.5)]
    await addPlan(db, 'applied', { state: 'applied', daysOld: 30, job: 'j-1' })
    await addPlan(db, 'computing', { state: 'computing', daysOld: 30, selection: used })
    await addPlan(db, 'failed', { state: 'failed', daysOld: 8 })
    await addPlan(db, 'ready', { state: 'ready', daysOld: 8, selection: old })
    await addPlan(db, 'recent', { state: 'ready', daysOld: 6 })
    await addEnded(db)
    await maintainStore({
      sessions: createSqlSessionStore(db),
      retention: createSqlRetention(db, { plans: 7, selections: 1, responses: null, jobs: 40 }),
      cases: createSqlCaseStore(db),
      dueSoonDays: 7,
      clock: { now: () => now, monotonic: () => now, sleep: async () => {} },
    })
    expect(await idsIn(db, 'plans')).toEqual(['applied', 'computing', 'recent'])
    expect(await db.selectFrom('plan_blocks').select('plan_id').execute()).toHaveLength(3)
    expect(await idsIn(db, 'selections')).toEqual([used, fresh].toSorted())
    expect(await idsIn(db, 'notice_deliveries')).toEqual(['recent'])
    expect(await idsIn(db, 'mails')).toEqual(['recent', 'waiting'])
    expect(await idsIn(db, 'erasure_cases')).toEqual(['open', 'recent'])
    const audit = await db.selectFrom('audit_entries').select(['action', 'sentence']).orderBy('seq').execute()
    expect(audit.map(({ action, sentence }) => `${action}: ${sentence}`)).toEqual([
      'retention.swept: Muster deleted 2 plans not applied within 7 days',
      'retention.swept: Muster deleted 1 selection of users after 1 day',
      'retention.swept: Muster deleted 1 notice after 30 days',
      'retention.swept: Muster deleted 2 emails that ended more than 30 days ago',
      'retention.swept: Muster deleted 1 erasure case closed more than 40 days ago',
    ])
  })

  test('is bounded: a member has a hundred unapplied plans', async () => {
    const { db } = await open()
    for (let n = 0; n < 103; n += 1)
      await addPlan(db, `p-${String(n).padStart(3, '0')}`, { state: 'ready', daysOld: 1 - n / 1000 })
    await addPlan(db, 'applied', { state: 'applied', daysOld: 2, job: 'j-1' })
    await prunePlans(db, 'm-1', now)
    const left = await idsIn(db, 'plans')
    expect(left).toHaveLength(101)
    expect(left.slice(0, 2)).toEqual(['applied', 'p-003'])
  })

  test('is bounded without plans whose approval was requested or given within a day', async () => {
    const { db } = await open()
    for (const [n, state] of ['waiting', 'approved', 'rejected', 'late'].entries()) {
      await addPlan(db, `a-${state}`, { state: 'ready', daysOld: 3 })
      const at = new Date(now - (state === 'late' ? 25 : n) * 3_600_000)
      await sql`insert into approvals (plan_id, hash, state, requested_by, requested_by_id, requested_at)
        values (${`a-${state}`}, 'h', ${state === 'late' ? 'waiting' : state}, 'ana@example.com', 'm-1', ${at})`.execute(
        db,
      )
    }
    for (let n = 0; n < 100; n += 1) await addPlan(db, `p-${n}`, { state: 'ready', daysOld: 1 })
    await prunePlans(db, 'm-1', now)
    expect((await idsIn(db, 'plans')).slice(0, 3)).toEqual(['a-approved', 'a-waiting', 'p-0'])
  })
})
