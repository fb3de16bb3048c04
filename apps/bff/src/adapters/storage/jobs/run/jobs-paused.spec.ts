import { expect, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { runJob } from '../../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../../engine/testing/fake-kore.ts'
import { controlJob } from '../../../../features/jobs/control/control-job.ts'
import { resumePaused } from '../../../../features/jobs/control/resume-after-credential.ts'
import { anActor } from '../../../../http/testing/an-actor.ts'
import { tokenProof } from '../../../../http/testing/token-proof.ts'
import type { Db } from '../../database/storage.ts'
import { aJob } from '../../testing/a-job.ts'
import { engineDeps } from '../../testing/engine-deps.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobController } from '../jobs-control-store.ts'
import { createSqlJobReader } from '../jobs-read-store.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

const actor = anActor()
const never = new AbortController().signal

/** Jobs over separate users, at a Kore.ai that refuses the credential while `isRefused`. */
function appOf(db: Db, many: number) {
  const state = { isRefused: true }
  const sent: unknown[] = []
  const users = Array.from({ length: many * 20 }, (_, n) => aUser(n + 1))
  const kore = createFakeKore({ users, isRefused: () => state.isRefused && kore.log.writes > 1 })
  const controller = createSqlJobController(db)
  const queue = {
    work: async () => {},
    schedule: async () => {},
    send: async (_: string, job: unknown) => {
      sent.push(job)
      return 'accepted' as const
    },
  }
  const resuming = { controller, queue, clock: systemClock, onUpdated: () => {}, permissionsOfPlan: async () => [] }
  const jobs = () =>
    Promise.all(
      Array.from({ length: many }, (_, job) =>
        aJob(
          db,
          users.slice(job * 20, job * 20 + 20).map((user, n) => anItem(n + 1, user, 'remove')),
        ),
      ),
    )
  const run = (jobId: string) => runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, never)
  return {
    state,
    sent,
    resuming,
    jobs,
    run,
    reader: createSqlJobReader(db, 90_000),
    control: { ...resuming, reader: createSqlJobReader(db, 90_000) },
  }
}

async function sentencesOf(db: Db, jobId: string) {
  const rows = await db
    .selectFrom('audit_entries')
    .select(['action', 'sentence'])
    .where('job_id', '=', jobId)
    .where('action', 'in', ['job.paused', 'job.resumed', 'job.finished'])
    .orderBy('seq')
    .execute()
  return rows.map(({ action, sentence }) => `${action} ${sentence}`)
}

describeOnEachStorage('a job that paused over the credential', (open) => {
  test('stays paused until the credential works, then continues, is audited, and ends without a failure', async () => {
    const { db } = await open()
    const { state, sent, resuming, jobs, run, reader } = appOf(db, 1)
    const [jobId = ''] = await jobs()
    await run(jobId)
    const paused = await reader.get(jobId)
    expect(paused).toMatchObject({ state: 'paused', counts: { failed: 0, unknown: 0, not_attempted: 0 } })
    expect(paused?.reason).toMatch(/^Paused: Kore\.ai refused Muster's credential\./)
    expect(await createSqlJobRunStore(db).abandoned()).toEqual([])

    // A start with the same secret: one check, and it is paused again.
    await resumePaused(resuming, 'started')
    await run(jobId)
    expect(await reader.get(jobId)).toMatchObject({ state: 'paused', reason: expect.any(String) })

    state.isRefused = false
    await resumePaused(resuming, 'tested')
    expect(await reader.get(jobId)).toMatchObject({ state: 'queued', reason: null })
    await run(jobId)
    expect(await reader.get(jobId)).toMatchObject({ state: 'done', counts: { changed: 20 } })
    expect(sent).toEqual([{ jobId }, { jobId }])
    const title = paused?.title
    expect(await sentencesOf(db, jobId)).toEqual([
      expect.stringContaining(`job.paused "${title}" paused itself: Paused: Kore.ai refused`),
      `job.resumed "${title}" resumed: Muster was started, perhaps with another secret`,
      expect.stringContaining('job.paused'),
      `job.resumed "${title}" resumed: the test of the connection found users readable again`,
      expect.stringContaining('job.finished'),
    ])
  })

  test('is the only kind that resumes automatically: jobs paused by a user or for another reason stay paused', async () => {
    const { db } = await open()
    const { sent, resuming, jobs, run, reader, control } = appOf(db, 3)
    const [refused = '', byHand = '', both = ''] = await jobs()
    for (const jobId of [refused, both]) await run(jobId)
    await controlJob(control, { jobId: byHand, control: 'pause', actor, stepUp: tokenProof })
    await run(byHand)
    // Resumed and paused by a user before it could check again.
    await controlJob(control, { jobId: both, control: 'resume', actor, stepUp: tokenProof })
    await controlJob(control, { jobId: both, control: 'pause', actor, stepUp: tokenProof })
    await run(both)
    sent.length = 0
    await resumePaused(resuming, 'tested')
    expect(sent).toEqual([{ jobId: refused }])
    const states = await Promise.all([refused, byHand, both].map(async (id) => (await reader.get(id))?.state))
    expect(states).toEqual(['queued', 'paused', 'paused'])
    await resumePaused(resuming, 'tested')
    expect(sent).toHaveLength(1)
  })
})
