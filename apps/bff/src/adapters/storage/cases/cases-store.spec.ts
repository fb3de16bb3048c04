import { noApprovals } from '@muster/core/policy/approval'
import { aUser, lookups } from '@muster/core/testing/account'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import {
  type CaseDeps,
  closeCase,
  getCase,
  holdCase,
  listCases,
  openCase,
  planCase,
  releaseCase,
} from '../../../features/erasures/erasure-cases.ts'
import { decideLostErasure } from '../../../features/jobs/report/decide-lost-erasure.ts'
import { decideLostErasures } from '../../../features/jobs/report/decide-lost-erasures.ts'
import { createPlan } from '../../../features/plans/create-plan.ts'
import { createSqlAuditStore } from '../audit/audit-store.ts'
import { newId } from '../database/new-id.ts'
import type { Db } from '../database/storage.ts'
import { createSqlJobController } from '../jobs/jobs-control-store.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { createSqlApprovalStore } from '../plans/approvals-store.ts'
import { createSqlPlanStore } from '../plans/plans-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { actor, uploadApp } from '../testing/upload-app.ts'
import { createSqlCaseStore } from './cases-store.ts'

const { signal } = new AbortController()
const day = 24 * 3_600_000
const today = Date.UTC(2030, 4, 31, 12)
const member = { by: 'email', value: 'Ana@example.com' } as const
const stranger = { by: 'orgUserId', value: 'E-77' } as const

async function casesOf(db: Db) {
  const person = aUser({ id: 'u-1', email: 'ana@example.com' })
  const app = await uploadApp(db, { people: [person], lookups })
  await sql`insert into access_bots (id, name, created_by, generation) values ('b-9', 'Mine', 'u-1', 1)`.execute(db)
  const clock = { at: today, now: () => clock.at, monotonic: () => clock.at, sleep: async () => {} }
  const deps: CaseDeps = {
    cases: createSqlCaseStore(db),
    clock,
    newId,
    deadlineDays: 30,
    dueSoonDays: 7,
    makePlan: async ({ identifiers, change, ...by }) => {
      const source = { kind: 'identifiers' as const, identifiers: [...identifiers], change }
      return (await createPlan(app.plans, { source, ...by })).id
    },
  }
  const open = (reference: string, receivedOn = '2030-05-31') =>
    openCase(deps, { reference, requester: 'Counsel of Ana', receivedOn, people: [member, member, stranger] }, actor)
  const planOf = async (id: string) => {
    const record = await app.plans.store.get(id)
    return record ?? expect.fail('there is no plan')
  }
  return { app, deps, clock, open, planOf }
}

/** As when the job of a plan requested the erasure of a person. */
async function requestErasure(db: Db, jobId: string, { person, state }: { person: object; state: string }) {
  const id = newId()
  await sql`insert into erasures (id, request_id, job_id, state, scope, scope_text, requested_by, requested_at)
    values (${id}, ${`eud-${id}`}, ${jobId}, ${state}, '{"kind":"all_bots"}'::jsonb, 'from all bots', 'o', now())`.execute(
    db,
  )
  await sql`insert into erasure_people (erasure_id, n, identifier, label, state)
    values (${id}, 1, ${JSON.stringify(person)}::jsonb, 'x', ${state === 'erased' ? 'erased' : 'waiting'})`.execute(db)
}

const pages = async (deps: CaseDeps, show: 'open' | 'due_soon' | 'overdue' | 'held' | 'closed', q?: string) =>
  (await listCases(deps, { show, q, limit: 50 })).items.map(({ reference }) => reference)

describeOnEachStorage('erasure cases', (openStorage) => {
  test('have the legal deadline, are listed by it and found by reference, requester and person', async () => {
    const { deps, clock, open } = await casesOf((await openStorage()).db)
    const made = await open('DSR-2')
    expect(made).toMatchObject({ state: 'open', isOverdue: false, people: [member, stranger], openedBy: actor.email })
    expect(made.dueAt).toBe('2030-06-30T23:59:59.999Z')
    await open('DSR-1', '2030-05-01')
    await expect(open('dsr-1')).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(open('DSR-3', '2030-06-02')).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await pages(deps, 'open')).toEqual(['DSR-1', 'DSR-2'])
    const first = await listCases(deps, { show: 'open', limit: 1 })
    const rest = await listCases(deps, { show: 'open', limit: 1, cursor: first.next ?? '' })
    expect([first.items[0]?.reference, rest.items[0]?.reference, rest.next]).toEqual(['DSR-1', 'DSR-2', null])
    expect(await pages(deps, 'open', 'counsel')).toHaveLength(2)
    expect(await pages(deps, 'open', 'e-77')).toHaveLength(2)
    expect(await pages(deps, 'open', 'dsr-2')).toEqual(['DSR-2'])
    expect(await pages(deps, 'open', '%')).toEqual([])
    expect(await pages(deps, 'overdue')).toEqual([])
    expect(await pages(deps, 'due_soon')).toEqual(['DSR-1'])
    clock.at = today + day
    expect(await pages(deps, 'overdue')).toEqual(['DSR-1'])
  })

  test('are recorded once when their deadline is near, unless they are erased or closed', async () => {
    const { db } = await openStorage()
    const { deps, open } = await casesOf(db)
    const noted = async () =>
      (
        await db
          .selectFrom('audit_entries')
          .select('sentence')
          .where('action', '=', 'case.due_soon')
          .orderBy('seq')
          .execute()
      ).map(({ sentence }) => sentence)
    await open('DSR-1', '2030-05-01')
    await open('DSR-2', '2030-05-09')
    const closed = await open('DSR-3', '2030-05-01')
    await closeCase(deps, { id: closed.id, actor, note: 'withdrawn' })
    const note = (days: number) => deps.cases.noteDueSoon(today + (days + 7) * day, today + days * day)
    await Promise.all([note(0), note(0)])
    expect(await noted()).toEqual(['The erasure case DSR-1 is due on 2030-05-31'])
    await note(2)
    expect(await noted()).toEqual([
      'The erasure case DSR-1 is due on 2030-05-31',
      'The erasure case DSR-2 is due on 2030-06-08',
    ])
  })

  test('lead from the checks over removal and erasure to the evidence', async () => {
    const { db } = await openStorage()
    const { app, deps, clock, open, planOf } = await casesOf(db)
    const { id } = await open('DSR-1')
    const { checks } = await getCase(deps, id)
    expect(checks).toEqual([
      { identifier: member, user: { id: 'u-1', name: expect.any(String), email: 'ana@example.com' }, ownedBots: 1 },
      { identifier: stranger, user: null, ownedBots: 0 },
    ])
    const removal = await planOf(await planCase(deps, { id, actor, kind: 'remove', signal }))
    expect(removal.summary.kinds).toMatchObject({ remove: 1, erase: 0 })
    expect(await getCase(deps, id)).toMatchObject({ state: 'open', planId: null })
    const erase = () => planCase(deps, { id, actor, kind: 'erase', signal })
    await expect(erase()).rejects.toMatchObject({ detail: { code: 'problem.case_users' } })
    await sql`delete from users`.execute(db)
    const [earlier, planId] = [await erase(), await erase()]
    expect(await planOf(earlier)).toMatchObject({ state: 'failed' })
    expect(await getCase(deps, id)).toMatchObject({ state: 'planned', planId })
    const jobId = await app.apply(await planOf(planId))
    await requestErasure(db, jobId, { person: { ...member, value: member.value.toLowerCase() }, state: 'erased' })
    await requestErasure(db, jobId, { person: stranger, state: 'queued' })
    expect(await getCase(deps, id)).toMatchObject({ state: 'queued', jobId, erasures: [{ state: 'erased' }, {}] })
    for (const refused of [() => holdCase(deps, { id, actor, reason: 'x' }), erase])
      await expect(refused()).rejects.toMatchObject({ detail: { code: 'problem.case_applied' } })
    clock.at = today + 40 * day
    expect(await pages(deps, 'overdue')).toEqual(['DSR-1'])

    await sql`update jobs set finished_at = now()`.execute(db)
    await sql`update erasures set state = 'failed' where state = 'queued'`.execute(db)
    expect(await getCase(deps, id)).toMatchObject({ state: 'failed' })
    const again = await planOf(await erase())
    expect(again.summary.total).toBe(1)
    await requestErasure(db, await app.apply(again), { person: stranger, state: 'erased' })
    expect(await getCase(deps, id)).toMatchObject({ state: 'erased', isOverdue: false, erasures: [{}, {}, {}] })
    await sql`update jobs set finished_at = now()`.execute(db)
    await expect(erase()).rejects.toMatchObject({ detail: { code: 'problem.case_erased' } })
    expect(await pages(deps, 'overdue')).toEqual([])
    expect(await closeCase(deps, { id, actor, note: 'answered' })).toMatchObject({ state: 'closed' })
    await expect(closeCase(deps, { id, actor, note: 'again' })).rejects.toMatchObject({ code: 'conflict' })
    expect([await pages(deps, 'open'), await pages(deps, 'closed')]).toEqual([[], ['DSR-1']])
    const audit = await db
      .selectFrom('audit_entries')
      .select('action')
      .where(sql<boolean>`action like 'case.%'`)
      .orderBy('seq')
      .execute()
    expect(audit.map(({ action }) => action)).toEqual([
      'case.opened',
      ...Array.from({ length: 4 }, () => 'case.planned'),
      'case.closed',
    ])
    expect(await createSqlAuditStore(db).verify([], signal)).toMatchObject({ intact: true })
  })

  test('a held case keeps its clock, and its plan can no longer be applied', async () => {
    const { db } = await openStorage()
    const { app, deps, open, planOf } = await casesOf(db)
    const { id } = await open('DSR-1')
    await sql`delete from users`.execute(db)
    const plan = await planOf(await planCase(deps, { id, actor, kind: 'erase', signal }))
    const held = await holdCase(deps, { id, actor, reason: 'a court needs the data' })
    expect(held).toMatchObject({
      state: 'held',
      planId: null,
      hold: { by: actor.email, reason: 'a court needs the data' },
    })
    expect(await pages(deps, 'held')).toEqual(['DSR-1'])
    await app.apply(plan)
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([])
    for (const kind of ['erase', 'remove'] as const)
      await expect(planCase(deps, { id, actor, kind, signal })).rejects.toMatchObject({ code: 'conflict' })
    await expect(holdCase(deps, { id, actor, reason: 'x' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await releaseCase(deps, { id, actor })).toMatchObject({ state: 'open', hold: null })
    await expect(releaseCase(deps, { id, actor })).rejects.toMatchObject({ code: 'conflict' })
    await expect(getCase(deps, newId())).rejects.toMatchObject({ code: 'not_found' })
  })
  test.each(['a hold', 'another plan'])('whose plan is being applied refuse %s', async (what) => {
    const { kind: store, db } = await openStorage()
    const { deps, open, planOf } = await casesOf(db)
    const { id } = await open('DSR-1')
    await sql`delete from users`.execute(db)
    const { id: planId, hash } = await planOf(await planCase(deps, { id, actor, kind: 'erase', signal }))
    const [applied, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const application = db.transaction().execute(async (trx) => {
      const judge = () => ({ delayMs: 0, shareConfirmed: false })
      const given = { planId, hash: hash ?? '', jobId: newId(), actor, at: today, provedBy: null, idempotency: null }
      expect(await createSqlPlanStore(trx, jobInsertion).apply({ ...given, judge })).toMatchObject({ kind: 'applied' })
      applied.resolve()
      await commit.promise
    })
    await applied.promise
    const audit = { action: 'case.held', actor: actor.email, sentence: 'held' } as const
    const given = { actor: actor.email, at: today, audit }
    const act = what === 'a hold' ? deps.cases.hold(id, 'a court', given) : deps.cases.tie(id, newId(), given)
    // The embedded store runs one transaction at a time.
    const waiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    const waits = async () => (await waiting.execute(db)).rows.length > 0
    if (store === 'postgres') await vi.waitUntil(waits, { timeout: 60_000 })
    commit.resolve()
    await application
    expect(await act).toBe(false)
    expect(await getCase(deps, id)).toMatchObject({ hold: null, planId })
    expect(await db.selectFrom('jobs').select('plan_id').execute()).toEqual([{ plan_id: planId }])
  })
  test('a lost erasure is sent again in no case that is on hold or closed, and not without approval', async () => {
    const { db } = await openStorage()
    const { app, deps, clock, open, planOf } = await casesOf(db)
    const { id } = await open('DSR-1')
    await sql`delete from users`.execute(db)
    const erase = () => planCase(deps, { id, actor, kind: 'erase', signal })
    const jobId = await app.apply(await planOf(await erase()))
    await sql`update job_items set state = 'settled', outcome = 'unknown' where job_id = ${jobId}`.execute(db)
    await sql`update jobs set state = 'done', unknown = 2, finished_at = now() where id = ${jobId}`.execute(db)
    // Another plan, which was not applied: the lost erasures are of the plan before it.
    await erase()
    const jobs = {
      reader: createSqlJobReader(db, 90_000),
      controller: createSqlJobController(db),
      permissionsOfPlan: async () => [],
      queue: { work: async () => {}, schedule: async () => {}, send: async () => 'accepted' as const },
      clock,
      onUpdated: () => {},
    }
    const resend = (seq: number) => decideLostErasure(jobs, { jobId, seq, decision: 'resend', actor })
    const resendAll = () => decideLostErasures(jobs, { jobId, decision: 'resend', actor })
    const refusedAs = async (reason: string) => {
      for (const again of [() => resend(1), resendAll])
        await expect(again()).rejects.toMatchObject({ detail: { code: `problem.${reason}` } })
      expect(await db.selectFrom('job_items').select('state').where('state', '<>', 'settled').execute()).toEqual([])
    }
    await holdCase(deps, { id, actor, reason: 'a court needs the data' })
    await refusedAs('case_held')
    await releaseCase(deps, { id, actor })
    const policyBy = { email: actor.email, at: today, sentence: message('policy.none') }
    const policies = createSqlApprovalStore(db)
    await policies.setPolicy({ ...noApprovals, erase: { fromUsers: 1, fromPercent: null } }, policyBy)
    await refusedAs('resend_needs_approval')
    await policies.setPolicy({ ...noApprovals, erase: { fromUsers: 4, fromPercent: null } }, policyBy)
    await resend(1)
    for (const refused of [() => holdCase(deps, { id, actor, reason: 'x' }), erase])
      await expect(refused()).rejects.toMatchObject({ detail: { code: 'problem.case_applied' } })
    await sql`update job_items set state = 'settled', outcome = 'unknown' where job_id = ${jobId}`.execute(db)
    await sql`update jobs set state = 'done', finished_at = now() where id = ${jobId}`.execute(db)
    const plan = await planOf(await erase())
    await closeCase(deps, { id, actor, note: 'withdrawn' })
    await expect(resend(2)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'problem.case_closed' } })
    await app.apply(plan)
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([{ id: jobId }])
    await decideLostErasures(jobs, { jobId, decision: 'leave', actor })
  })
})
