import { createHash } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { fc } from '@fast-check/vitest'
import { resumeJob } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { type Outcome, outcomes } from '@muster/core/outcome/outcome'
import { freshMs } from '@muster/core/policy/step-up'
import { titleSearch } from '@muster/core/search/title-search'
import { plainCell } from '@muster/core/upload/formula-injection'
import Papa from 'papaparse'
import { expect, test, vi } from 'vitest'
import { systemClock } from '../../../clock.ts'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../engine/testing/fake-kore.ts'
import { type ControlDeps, controlJob } from '../../../features/jobs/control/control-job.ts'
import { listJobItems } from '../../../features/jobs/list/list-job-items.ts'
import { type JobListDeps, listJobs } from '../../../features/jobs/list/list-jobs.ts'
import { decideLostErasure } from '../../../features/jobs/report/decide-lost-erasure.ts'
import { decideLostErasures } from '../../../features/jobs/report/decide-lost-erasures.ts'
import { downloadReport } from '../../../features/jobs/report/download-report.ts'
import { resolveJob } from '../../../features/jobs/report/mark-resolved.ts'
import { reportFailures } from '../../../features/jobs/report/report-failures.ts'
import { createStepUp } from '../../../http/session/step-up.ts'
import { anActor } from '../../../http/testing/an-actor.ts'
import { tokenProof } from '../../../http/testing/token-proof.ts'
import type { Queue } from '../../../queue.ts'
import { createCatalogues } from '../../catalogues/read-catalogue.ts'
import { createSqlAuditLog } from '../audit/audit-log.ts'
import type { Db } from '../database/storage.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlJobController } from './jobs-control-store.ts'
import { createSqlJobsForPlans } from './jobs-for-plans.ts'
import { createSqlJobReader } from './jobs-read-store.ts'
import { createSqlReportOrigins } from './report-origin-store.ts'
import { createSqlJobRunStore } from './run/jobs-run-store.ts'

const actor = anActor()
const never = new AbortController().signal
const users = (n: number) => Array.from({ length: n }, (_, index) => aUser(index + 1))

function appOf(db: Db) {
  const sent: string[] = []
  const queue: Queue = {
    work: async () => {},
    schedule: async () => {},
    send: async (name) => {
      sent.push(name)
      return 'accepted' as const
    },
  }
  const deps: ControlDeps & JobListDeps & Parameters<typeof downloadReport>[0] = {
    readTitleSearch: async (q) => titleSearch(q),
    origins: createSqlReportOrigins(db),
    catalogue: createCatalogues(),
    reader: createSqlJobReader(db, 90_000),
    controller: createSqlJobController(db),
    permissionsOfPlan: async () => [],
    queue,
    clock: systemClock,
    onUpdated: () => {},
    audit: createSqlAuditLog(db),
  }
  return { deps, sent }
}
const sumOf = (counts: Readonly<Record<Outcome | 'pending', number>>) =>
  counts.pending + outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)

describeOnEachStorage('jobs under control', (open) => {
  test('are resumed only by a member with the permissions of their plan, and paused by any', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const removing = { ...deps, permissionsOfPlan: async () => ['users:remove'] as const }
    const editor = anActor({ role: 'editor' })
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update')])
    await controlJob(removing, { jobId, control: 'pause', actor: editor, stepUp: tokenProof })
    await runJob(engineDeps(createSqlJobRunStore(db), createFakeKore({ users: users(1) })), jobId, never)
    const resume = (by: typeof actor) =>
      controlJob(removing, { jobId, control: 'resume', actor: by, stepUp: tokenProof })
    await expect(resume(editor)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await resume(actor)).toMatchObject({ state: 'queued' })
  })

  test.each(['users:remove', 'users:erase', 'users:elevate', 'users:edit'] as const)(
    'are resumed with a fresh proof where their plan needed one: %s',
    async (needed) => {
      const { db } = await open()
      const deps = { ...appOf(db).deps, permissionsOfPlan: async () => [needed] }
      const jobId = await aJob(db, [anItem(1, aUser(1), 'update')])
      await controlJob(deps, { jobId, control: 'pause', actor, stepUp: tokenProof })
      await runJob(engineDeps(createSqlJobRunStore(db), createFakeKore({ users: users(1) })), jobId, never)
      const resume = (authenticatedAt: number) => {
        const session = { actor, sessionId: 's', token: null, authenticatedAt }
        const stepUp = createStepUp(resumeJob, session, () => freshMs + 1)
        return controlJob(deps, { jobId, control: 'resume', actor, stepUp }).then(
          ({ state }) => state,
          ({ code }: { code: string }) => code,
        )
      }
      expect(await resume(0)).toBe(needed === 'users:edit' ? 'queued' : 'reauthentication_required')
      expect(await resume(1)).toBe('queued')
    },
  )

  test('a paused job sends nothing more within a moment, and after resuming ends like any other', async () => {
    const { db } = await open()
    const { deps, sent } = appOf(db)
    const kore = createFakeKore({ users: users(120), latencyMs: 4 })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      users(120).map((user, n) => anItem(n + 1, user, 'update')),
    )
    let running = runJob(engine, jobId, never)
    for (const pauseAfter of [30, 80]) {
      await systemClock.sleep(pauseAfter)
      const paused = await controlJob(deps, { jobId, control: 'pause', actor, stepUp: tokenProof })
      const acknowledged = performance.now()
      if (paused.state === 'done') break
      await running
      expect(kore.log.started.filter((at) => at > acknowledged + 20)).toEqual([])
      expect((await deps.reader.get(jobId))?.state).toBe('paused')
      await controlJob(deps, { jobId, control: 'resume', actor, stepUp: tokenProof })
      running = runJob(engine, jobId, never)
    }
    await running
    const job = await deps.reader.get(jobId)
    expect(job).toMatchObject({ state: 'done', counts: { changed: 120, pending: 0 } })
    expect([...kore.users.values()].every((user) => user.groups.length === 1)).toBe(true)
    expect(sent.length).toBeGreaterThan(0)
  })

  test('cancels: unsent items are not attempted, and the outcomes add up', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const kore = createFakeKore({
      users: users(100),
      latencyMs: 10,
      faultOf: (n) => (n % 3 === 0 ? { kind: 'drop_after' } : null),
    })
    const jobId = await aJob(
      db,
      users(100).map((user, n) => anItem(n + 1, user, 'remove')),
    )
    const running = runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
    await systemClock.sleep(60)
    await controlJob(deps, { jobId, control: 'cancel', actor, stepUp: tokenProof })
    await running
    const job = await deps.reader.get(jobId)
    expect(job).toMatchObject({ state: 'cancelled', counts: { pending: 0, unknown: 0 } })
    expect(job?.counts.changed).toBe(kore.removals.size)
    expect(job?.counts.not_attempted).toBe(100 - kore.removals.size)
    await expect(controlJob(deps, { jobId, control: 'resume', actor, stepUp: tokenProof })).rejects.toMatchObject({
      code: 'job_state',
    })
  })

  test('stops with the process and continues with the next', async () => {
    const { db } = await open()
    const kore = createFakeKore({ users: users(60), latencyMs: 5 })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      users(60).map((user, n) => anItem(n + 1, user, 'remove')),
    )
    const stop = new AbortController()
    const running = runJob(engine, jobId, stop.signal)
    await systemClock.sleep(30)
    stop.abort()
    await running
    expect((await engine.store.abandoned()).map(({ id }) => id)).toEqual([jobId])
    const doubtful = await db
      .selectFrom('job_items')
      .select('seq')
      .where('state', 'in', ['intended', 'in_doubt'])
      .execute()
    expect(doubtful).toEqual([])
    await runJob(engine, jobId, never)
    expect((await appOf(db).deps.reader.get(jobId))?.counts.changed).toBe(60)
    expect([...kore.removals.values()]).toEqual(Array(60).fill(1))
  })

  test('two workers on one job: one works, no user is changed twice', async () => {
    const { db } = await open()
    const kore = createFakeKore({ users: users(40), latencyMs: 3 })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      users(40).map((user, n) => anItem(n + 1, user, 'erase')),
    )
    await Promise.all([runJob(engine, jobId, never), runJob(engine, jobId, never), runJob(engine, jobId, never)])
    expect([...kore.erasures.values()]).toEqual(Array(40).fill(1))
  })

  test('groups failures by cause, and counts a retried user once, at the latest outcome', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const people = users(12)
    const refused = new Set(people.slice(0, 4).map((user) => user.email))
    const kore = createFakeKore({ users: people, refused })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      people.map((user, n) => anItem(n + 1, user, 'update')),
    )
    await runJob(engine, jobId, never)
    refused.clear()
    refused.add('user1@example.com')
    const toRetry: number[] = []
    for await (const page of createSqlJobsForPlans(db).itemsToRetry(jobId, { isFixed: false }))
      toRetry.push(...page.map((item) => item.seq))
    expect(toRetry).toEqual([1, 2, 3, 4])
    const retry = await aJob(
      db,
      people.slice(0, 4).map((user, n) => anItem(n + 1, user, 'update')),
      {
        source: 'retry',
        parentJobId: jobId,
      },
    )
    await runJob(engine, retry, never)
    const report = await reportFailures(deps, jobId, null)
    expect(report.groups).toMatchObject([{ code: 'kore_refused', count: 4, open: 0 }])
    expect(report.groups[0]?.examples).toHaveLength(3)
    expect(report.chain.map((one) => one.jobId)).toEqual([jobId, retry])
    expect(report.chainCounts).toMatchObject({ changed: 11, failed: 1 })
    expect(sumOf(report.chainCounts)).toBe(12)
    expect((await reportFailures(deps, retry, null)).chain).toHaveLength(2)
    const undo: number[] = []
    for await (const page of createSqlJobsForPlans(db).itemsToUndo(jobId)) undo.push(...page.map((item) => item.seq))
    expect(undo).toHaveLength(8)
    // Retried failures wait in the report of the retry only.
    const waiting = await listJobs(deps, { only: 'unresolved', limit: 10, own: null })
    expect({ count: waiting.unresolved, ids: waiting.items.map((job) => job.id) }).toEqual({ count: 1, ids: [retry] })
    expect(waiting.items[0]).toMatchObject({ open: 1, parentJobId: jobId })
    const failed = await listJobs(deps, { only: 'failures', by: 'ANA@', limit: 10, own: null })
    expect(failed.items.map(({ id, open: left }) => [id, left])).toEqual([
      [retry, 1],
      [jobId, 0],
    ])
    expect((await listJobs(deps, { by: 'absent', limit: 10, own: null })).items).toEqual([])
    await resolveJob(deps, { jobId: retry, note: 'Resolved with Kore.ai', actor })
    expect((await listJobs(deps, { only: 'unresolved', limit: 10, own: null })).unresolved).toBe(0)
    expect(await deps.reader.get(retry)).toMatchObject({ resolved: { by: actor.email, note: 'Resolved with Kore.ai' } })
    const reopened = await resolveJob(deps, { jobId: retry, note: '', resolved: false, actor })
    expect([reopened.resolved, await deps.reader.unresolved(null)]).toEqual([null, 1])
    await resolveJob(deps, { jobId: retry, note: 'Resolved with Kore.ai', actor })
    expect((await listJobItems(deps, { id: jobId, cause: 'kore_refused', q: 'USER2@', limit: 10 })).items).toHaveLength(
      1,
    )
  })

  test('sends a lost erasure again once, only when a user decides so', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const kore = createFakeKore({ users: users(2), faultOf: (n) => (n <= 3 ? { kind: 'drop_after' } : null) })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      users(2).map((user, n) => anItem(n + 1, user, 'erase')),
    )
    await runJob(engine, jobId, never)
    await decideLostErasure(deps, { jobId, seq: 1, decision: 'resend', actor })
    await runJob(engine, jobId, never)
    expect((await deps.reader.get(jobId))?.counts).toMatchObject({ unknown: 2, pending: 0 })
    const again = decideLostErasure(deps, { jobId, seq: 1, decision: 'resend', actor })
    await expect(again).rejects.toMatchObject({ code: 'job_state' })
    const left = await decideLostErasure(deps, { jobId, seq: 2, decision: 'leave', actor })
    expect(left.message).toContain('left as it is')
    expect(kore.erasures).toEqual(
      new Map([
        ['user1@example.com', 2],
        ['user2@example.com', 1],
      ]),
    )
  })

  test('one decision covers every lost erasure of a job: sent again once, then kept', async () => {
    const { db } = await open()
    const { deps, sent } = appOf(db)
    const kore = createFakeKore({ users: users(3), faultOf: (n) => (n <= 6 ? { kind: 'drop_after' } : null) })
    const engine = engineDeps(createSqlJobRunStore(db), kore)
    const jobId = await aJob(
      db,
      users(3).map((user, n) => anItem(n + 1, user, 'erase')),
    )
    await runJob(engine, jobId, never)
    expect((await reportFailures(deps, jobId, null)).groups).toMatchObject([
      { open: 3, undecided: 3, canResend: 3, retriable: 0 },
    ])
    await resolveJob(deps, { jobId, note: 'seen', actor })
    const requested = await decideLostErasures(deps, { jobId, decision: 'resend', actor })
    expect(requested, 'reopens a resolved job when its lost erasure is sent again').toMatchObject({
      counts: { pending: 3 },
      resolved: null,
    })
    expect(sent).toHaveLength(1)
    await runJob(engine, jobId, never)
    expect((await reportFailures(deps, jobId, null)).groups).toMatchObject([
      { open: 3, undecided: 3, canResend: 0, retriable: 0 },
    ])
    await expect(decideLostErasures(deps, { jobId, decision: 'resend', actor })).rejects.toMatchObject({
      code: 'job_state',
    })
    expect(await decideLostErasures(deps, { jobId, decision: 'leave', actor })).toMatchObject({
      open: 0,
      counts: { unknown: 3 },
    })
    await expect(decideLostErasures(deps, { jobId, decision: 'leave', actor })).rejects.toMatchObject({
      code: 'job_state',
    })
    expect([...kore.erasures.values()]).toEqual([2, 2, 2])
  })
})

const causes: readonly CauseCode[] = ['kore_refused', 'user_not_found', 'changed_since_plan', 'role_not_found']
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('=1+1', '@x', '-2', '"a,b"', 'a\r\nb', "'=x"),
)

describeOnEachStorage('a report', (open) => {
  test('has every item once with its row number, whatever its outcome, and no cell is a formula', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const anyItem = fc.record({
      value: hostile,
      words: hostile,
      outcome: fc.constantFrom(...outcomes, null),
      cause: fc.constantFrom(...causes),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 30 }), async (histories) => {
        const items = histories.map(({ value }, n) =>
          anItem(n + 1, aUser(n), 'update', { row: n * 2 + 1, identifier: { by: 'orgUserId', value }, user: null }),
        )
        const jobId = await aJob(db, items)
        await endAs(db, jobId, histories)
        const report = await downloadReport(deps, { jobId, only: undefined, format: 'csv', actor, stepUp: tokenProof })
        const csv = await text(report.bytes)
        const { data } = Papa.parse<Record<string, string>>(csv.slice(1), { header: true, skipEmptyLines: true })
        expect(data.map((row) => Number(row['Row']))).toEqual(items.map((item) => item.row))
        expect(data.map((row) => row['Muster outcome'])).toEqual(histories.map(({ outcome }) => outcome ?? 'pending'))
        const kept = histories.map(({ value }) => value.toWellFormed().replaceAll('\0', '\uFFFD'))
        expect(data.map((row) => plainCell(row['Organization ID'] ?? ''))).toEqual(kept)
        expect(data.flatMap(Object.values).filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(String(cell)))).toEqual([])
        const json = JSON.parse(
          await text(
            (await downloadReport(deps, { jobId, only: undefined, format: 'json', actor, stepUp: tokenProof })).bytes,
          ),
        ) as { rows: unknown[] }
        expect(json.rows).toHaveLength(items.length)
      }),
      { numRuns: 25 },
    )
  })

  test('has one audit entry, with the SHA-256 of the whole, or a note that the download was aborted', async () => {
    const { db } = await open()
    const { deps } = appOf(db)
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update')])
    const report = await downloadReport(deps, { jobId, only: undefined, format: 'csv', actor, stepUp: tokenProof })
    const sha256 = createHash('sha256')
      .update(await text(report.bytes))
      .digest('hex')
    // More pages than a stream reads ahead.
    const long = Array.from({ length: 20_000 }, (_, n) => anItem(n + 1, aUser(n), 'update'))
    const broken = await downloadReport(deps, {
      jobId: await aJob(db, long),
      only: undefined,
      format: 'csv',
      actor,
      stepUp: tokenProof,
    })
    for await (const _ of broken.bytes) break
    const entries = () =>
      db
        .selectFrom('audit_entries')
        .select('sentence')
        .where('action', '=', 'report.downloaded')
        .orderBy('seq')
        .execute()
    await vi.waitFor(async () => expect(await entries()).toHaveLength(2), { timeout: 20_000 })
    expect((await entries()).map(({ sentence }) => sentence)).toEqual([
      `${actor.email} downloaded the report of "A plan" as CSV: SHA-256 ${sha256}`,
      `${actor.email} began to download the report of "A plan" as CSV and aborted it`,
    ])
  })
})

/** Ends items as a run might have. */
async function endAs(
  db: Db,
  jobId: string,
  histories: readonly { outcome: Outcome | null; cause: CauseCode; words: string }[],
): Promise<void> {
  const store = createSqlJobRunStore(db)
  const job = await store.acquire(jobId, 1000)
  if (typeof job === 'string') throw new Error(job)
  const itemOutcomes = histories.flatMap(({ outcome, cause, words }, n) =>
    outcome === null
      ? []
      : [{ seq: n + 1, outcome, cause, details: null, koreResponse: words, verify: false, audit: null }],
  )
  if (itemOutcomes.length > 0) await store.recordOutcomes(job.lease, itemOutcomes, { at: Date.now() })
}
