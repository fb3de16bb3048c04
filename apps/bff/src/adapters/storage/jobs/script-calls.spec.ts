import type { Identifier } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { noApprovals } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Lease, LeaseLostError } from '../../../engine/ports.ts'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../engine/testing/fake-kore.ts'
import { createPlanHash } from '../../../features/plans/plan-hash.ts'
import type { KeptItem, PlanRecord } from '../../../features/plans/ports.ts'
import { createSqlAuditStore } from '../audit/audit-store.ts'
import { newId } from '../database/new-id.ts'
import type { Db } from '../database/storage.ts'
import { createSqlUserDirectory } from '../directory/users-store.ts'
import { lockGuards, readAccountFacts } from '../guards/guard-facts.ts'
import { createSqlStopSwitch } from '../guards/stop-switch.ts'
import { createSqlApprovalStore, readPolicy } from '../plans/approvals-store.ts'
import { createSqlPlanStore } from '../plans/plans-store.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { recordStatements } from '../testing/recorded-statements.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { jobInsertion } from './jobs-insert.ts'
import { createSqlJobRunStore } from './run/jobs-run-store.ts'
import { createSqlScriptCalls, type ScriptToBegin } from './script-calls.ts'

const remembered = { remember: () => {} }
const actor = { memberId: 'm-1', email: 'ana@example.com' }
// Ahead: a worker cancels what a script left two minutes ago.
const createdAt = Date.now() + 3_600_000
const leaseMs = 60_000
const sending: AuditLine = { action: 'kore.called', actor: actor.email, sentence: 'Ana is sending', outcome: 'sent' }
const sent: AuditLine = { ...sending, sentence: 'Ana sent', outcome: 'answered 200' }

const kept = (['email', 'orgUserId'] as const).map((by, n): KeptItem => {
  const item = anItem(n + 1, aUser(n + 1), 'update')
  return { item: { ...item, identifier: { by, value: item.identifier.value } }, retriesSeq: null }
})
const frozen: ScriptToBegin['frozen'] = {
  title: 'Script: change the access of 2 users',
  sentence: 'Ana made the plan by script',
  summary: {
    total: 2,
    dispositions: { change: 2, unchanged: 0, blocked: 0 },
    kinds: { update: 2, remove: 0, erase: 0 },
    effects: [],
    blockers: {},
    warnings: {},
  },
}

const planOf = (id: string): PlanRecord => ({
  id,
  title: frozen.title,
  source: { kind: 'script', operation: 'updateUsers' },
  state: 'computing',
  problem: null,
  progress: 0,
  summary: frozen.summary,
  hash: null,
  jobId: null,
  parentJobId: null,
  name: null,
  replacedBy: null,
  createdBy: actor,
  createdAt,
  directoryAt: null,
})

const aScript = (jobId = newId()): ScriptToBegin => {
  return { plan: planOf(newId()), frozen, kept, policy: noApprovals, jobId, callId: 'c-1', leaseMs, sending }
}

/** The same in the steps of any plan. */
async function inSteps(db: Db, planId: string, jobId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const plans = createSqlPlanStore(trx, jobInsertion)
    await plans.create(planOf(planId))
    const attempt = (await plans.beginAttempt(planId)) ?? 0
    const digests = await plans.append(planId, attempt, kept)
    const whole = createPlanHash()
    for (const digest of digests ?? []) whole.add(digest)
    const hash = whole.digest()
    await lockGuards(trx)
    await plans.finish(planId, attempt, { ...frozen, hash })
    const judge = () => ({ delayMs: 0, shareConfirmed: false })
    await plans.apply({ planId, hash, jobId, actor, at: createdAt, provedBy: null, judge, idempotency: null })
  })
  const runs = createSqlJobRunStore(db)
  const job = await runs.acquire(jobId, leaseMs)
  if (typeof job === 'string') throw new Error(job)
  await runs.intend(job.lease, { id: 'c-1', seqs: [1, 2], leaseMs, takings: [] })
}

/** Everything stored about a job, with moments and ids replaced. */
async function stored(db: Db, planId: string, jobId: string) {
  const text = async (table: string, of: string, id: string) =>
    (
      await sql<{ row: object }>`select to_jsonb(t) as row from ${sql.table(table)} t where ${sql.ref(of)} = ${id}
      order by 1`.execute(db)
    ).rows.map(({ row }) => row)
  const rows = {
    plans: await text('plans', 'id', planId),
    plan_blocks: await text('plan_blocks', 'plan_id', planId),
    jobs: await text('jobs', 'id', jobId),
    job_guards: await text('job_guards', 'job_id', jobId),
    job_items: await text('job_items', 'job_id', jobId),
  }
  const moments = /"(\w+_at|lease_until)": ?"[^"]+"/g
  const same = JSON.stringify(rows).replaceAll(planId, 'plan').replaceAll(jobId, 'job')
  return JSON.parse(same.replaceAll(moments, '"$1":"a moment"')) as unknown
}

const countsOf = (db: Db) =>
  sql`select (select count(*) from plans)::int as plans, (select count(*) from jobs)::int as jobs,
    (select count(*) from job_items)::int as items, (select count(*) from audit_entries)::int as audit`
    .execute(db)
    .then(({ rows }) => rows[0])

const itemOutcomes = kept.map(({ item: { seq } }) => ({
  seq,
  outcome: seq === 1 ? ('changed' as const) : ('failed' as const),
  cause: seq === 1 ? null : ('user_not_found' as const),
  details: seq === 1 ? null : { identifier: 'x' },
  koreResponse: seq === 1 ? null : 'no such user',
  verify: false,
  audit: { ...sent, action: 'user.changed' as const, sentence: `user ${seq}` },
}))
const ending = {
  itemOutcomes,
  changed: [],
  at: createdAt + 1000,
  lines: () => [{ ...sent, action: 'job.finished' as const }, sent],
}

async function begun(db: Db) {
  const calls = createSqlScriptCalls(db, remembered)
  const lease = await calls.begin(aScript())
  if (typeof lease === 'string') throw new Error(lease)
  return { calls, lease }
}

async function jobOf(db: Db, { jobId }: Lease) {
  const job = await db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow()
  const { state, changed, failed, tried, tried_failed: triedFailed, lease_until: leaseUntil } = job
  return { state, changed, failed, tried, triedFailed, leaseUntil }
}

describeOnEachStorage('the call of a script', (open) => {
  test('stores in one statement what a plan stores in its steps', async () => {
    // Unsealed: a sealed text differs each time.
    const db = (await open()).db.withoutPlugins()
    const [planId, jobId] = [newId(), newId()]
    await inSteps(db, planId, jobId)
    const recorded = recordStatements({ db })
    const script = aScript()
    const marks: number[] = []
    const calls = createSqlScriptCalls(recorded.db, { remember: (_id, mark) => void marks.push(mark) })
    expect(await calls.begin(script)).toEqual({ jobId: script.jobId, epoch: 1 })
    expect(recorded.take()).toHaveLength(1)
    expect(await stored(db, script.plan.id, script.jobId)).toEqual(await stored(db, planId, jobId))
    const { mark } = await db.selectFrom('store_state').select('mark').executeTakeFirstOrThrow()
    expect(marks).toEqual([mark])
    const audit = await db.selectFrom('audit_entries').select(['action', 'sentence']).orderBy('seq').execute()
    expect(audit.slice(-3, -1)).toEqual(audit.slice(0, 2))
    expect(audit.at(-1)).toEqual({ action: 'kore.called', sentence: 'Ana is sending' })
    expect(await createSqlAuditStore(db).verify([], new AbortController().signal)).toMatchObject({ intact: true })
  })

  test('is not begun while changes are stopped or held', async () => {
    const { db } = await open()
    const calls = createSqlScriptCalls(db, remembered)
    const stopSwitch = createSqlStopSwitch(db)
    await stopSwitch.stop({ at: createdAt, by: 'ana', reason: '' })
    const before = await countsOf(db)
    expect(await calls.begin(aScript())).toBe('stopped')
    expect(await countsOf(db)).toEqual(before)
    await stopSwitch.resume({ at: createdAt, by: 'ana' })
    await sql`update store_state set held_since = now(), held_for = 'older'`.execute(db)
    expect(await calls.begin(aScript())).toBe('held')
    expect(await countsOf(db)).toMatchObject({ plans: 0, jobs: 0, items: 0 })
  })

  test('is not begun by another approval policy than the one that judged it', async () => {
    const { db } = await open()
    const calls = createSqlScriptCalls(db, remembered)
    const policy = { ...noApprovals, everything: { fromUsers: 1, fromPercent: null } }
    await createSqlApprovalStore(db).setPolicy(policy, {
      ...actor,
      at: createdAt,
      sentence: message('audit.approval_withdrawn', { actor: 'Ana', title: 'T' }),
    })
    expect(await calls.begin(aScript())).toBe('policy')
    expect(await countsOf(db)).toMatchObject({ plans: 0, jobs: 0, items: 0 })
    expect(await calls.begin({ ...aScript(), policy })).toMatchObject({ epoch: 1 })
  })

  test('ends with its outcomes and its audit entries in one statement, once', async () => {
    const { db } = await open()
    const { lease } = await begun(db)
    const recorded = recordStatements({ db })
    const calls = createSqlScriptCalls(recorded.db, remembered)
    expect(await calls.end(lease, ending)).toBe(true)
    expect(recorded.take()).toHaveLength(1)
    expect(await jobOf(db, lease)).toEqual({
      state: 'done',
      changed: 1,
      failed: 1,
      tried: 2,
      triedFailed: 1,
      leaseUntil: null,
    })
    const items = await db.selectFrom('job_items').selectAll().orderBy('seq').execute()
    expect(items).toMatchObject([
      { state: 'settled', outcome: 'changed', cause: null, kore_response: null },
      { state: 'settled', outcome: 'failed', cause: 'user_not_found', details: { identifier: 'x' } },
    ])
    const ended = await countsOf(db)
    expect(await calls.end(lease, ending)).toBe(false)
    expect(await countsOf(db)).toEqual(ended)
    const audit = await db.selectFrom('audit_entries').select('sentence').orderBy('seq').execute()
    expect(audit.slice(-4).map(({ sentence }) => sentence)).toEqual(['user 1', 'user 2', 'Ana sent', 'Ana sent'])
  })

  test('is not ended by a worker that another one overtook', async () => {
    const { db } = await open()
    const { calls, lease } = await begun(db)
    await sql`update jobs set lease_until = clock_timestamp() - interval '1 second'`.execute(db)
    const runs = createSqlJobRunStore(db)
    expect(await runs.acquire(lease.jobId, leaseMs)).toMatchObject({ lease: { epoch: 2 } })
    expect(await calls.end(lease, ending)).toBe(false)
    await expect(runs.recordOutcomes(lease, itemOutcomes, { at: createdAt })).rejects.toThrow(LeaseLostError)
    expect(await jobOf(db, lease)).toMatchObject({ state: 'running', changed: 0 })
  })

  test.each([
    ['pausing', true, 'done'],
    ['cancelling', false, 'cancelling'],
  ])('ends a job that is %s: %s', async (state, isEnded, then) => {
    const { db } = await open()
    const { calls, lease } = await begun(db)
    await sql`update jobs set state = ${state}`.execute(db)
    expect(await calls.end(lease, ending)).toBe(isEnded)
    expect(await jobOf(db, lease)).toMatchObject({ state: then, changed: isEnded ? 1 : 0 })
  })

  test('is not ended in one statement if an item ended otherwise', async () => {
    const { db } = await open()
    const { calls, lease } = await begun(db)
    await createSqlJobRunStore(db).recordOutcomes(lease, itemOutcomes.slice(0, 1), { at: createdAt })
    expect(await calls.end(lease, ending)).toBe(false)
    expect(await jobOf(db, lease)).toMatchObject({ state: 'running', changed: 1, failed: 0 })
  })

  test('is re-read and never sent again if its process ended before the outcome was recorded', async () => {
    const { db } = await open()
    const { lease } = await begun(db)
    const [first = aUser(1), second = aUser(2)] = [1, 2].map((n) => aUser(n))
    const kore = createFakeKore({ users: [{ ...first, groups: ['e-1'] }, second] })
    const deps = engineDeps(createSqlJobRunStore(db), kore)
    expect(await deps.store.abandoned()).toEqual([])
    await sql`update jobs set created_at = now() - interval '1 hour', lease_until = now() - interval '1 hour'`.execute(
      db,
    )
    await sql`update job_items set sent_at = now() - interval '1 hour'`.execute(db)
    expect(await deps.store.abandoned()).toEqual([{ id: lease.jobId, epoch: 1 }])
    await runJob(deps, lease.jobId, new AbortController().signal)
    const items = await db.selectFrom('job_items').select(['outcome', 'cause']).orderBy('seq').execute()
    expect(items.map(({ outcome }) => outcome)).toEqual(['changed', 'not_attempted'])
    expect(await jobOf(db, lease)).toMatchObject({ state: 'cancelled' })
    expect(kore.log.writes).toBe(0)
  })

  test('is planned and checked by the facts of one statement', async () => {
    const { db } = await open()
    const directory = createSqlUserDirectory(db)
    const admin = aUser(1, { roles: [{ roleId: 'r-admin', botId: null, viaGroups: [] }], orgUserId: 'E1' })
    await directory.upsertUsers([admin, aUser(2), aUser(3, { orgUserId: 'E3' })], createdAt)
    const identifiers: readonly Identifier[] = [
      { by: 'orgUserId', value: 'E3' },
      { by: 'email', value: 'USER1@example.com' },
      { by: 'email', value: 'unknown@example.com' },
      { by: 'userId', value: 'u-2' },
    ]
    const recorded = recordStatements({ db })
    const calls = createSqlScriptCalls(recorded.db, remembered)
    const facts = await calls.facts(identifiers, { account: true, admins: true })
    expect(recorded.take()).toHaveLength(1)
    expect(facts).toEqual({
      lookups: await directory.lookups(),
      matches: await directory.byIdentifiers(identifiers),
      admins: await directory.adminPolicy(),
      policy: await readPolicy(db),
      account: await readAccountFacts(db, 'sent_and_waiting'),
      isStopped: false,
      isHeld: false,
    })
    expect(facts.matches.map(({ kind }) => kind)).toEqual(['user', 'user', 'none', 'user'])
    expect(facts.account.users).toBe(3)
    const few = await calls.facts([], { account: false, admins: false })
    expect([few.account.users, few.admins.holders.size]).toEqual([0, 0])
  })
})
