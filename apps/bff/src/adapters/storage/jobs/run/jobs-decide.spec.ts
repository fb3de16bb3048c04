import { noApprovals } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../clock.ts'
import { runJob } from '../../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../../engine/testing/fake-kore.ts'
import { decideLostErasure } from '../../../../features/jobs/report/decide-lost-erasure.ts'
import { decideLostErasures } from '../../../../features/jobs/report/decide-lost-erasures.ts'
import { anActor } from '../../../../http/testing/an-actor.ts'
import type { Storage } from '../../database/storage.ts'
import { createSqlApprovalStore } from '../../plans/approvals-store.ts'
import { aJob } from '../../testing/a-job.ts'
import { engineDeps } from '../../testing/engine-deps.ts'
import { describeOnEachStorage } from '../../testing/storage-suites.ts'
import { createSqlJobController } from '../jobs-control-store.ts'
import { createSqlJobReader } from '../jobs-read-store.ts'
import { createSqlJobRunStore } from './jobs-run-store.ts'

const actor = anActor()

/** A job whose erasures were sent and lost their responses, under a policy for erasures from so many users. */
async function lostErasures({ db }: Storage, { many, fromUsers }: { many: number; fromUsers: number }) {
  const users = Array.from({ length: many }, (_, n) => aUser(n + 1))
  const kore = createFakeKore({ users, faultOf: () => ({ kind: 'drop_after' }) })
  const jobId = await aJob(
    db,
    users.map((user, n) => anItem(n + 1, user, 'erase')),
  )
  await runJob(engineDeps(createSqlJobRunStore(db), kore), jobId, new AbortController().signal)
  expect([...kore.erasures.values()]).toEqual(Array(many).fill(1))
  const by = { email: actor.email, at: Date.now(), sentence: message('policy.none') }
  await createSqlApprovalStore(db).setPolicy({ ...noApprovals, erase: { fromUsers, fromPercent: null } }, by)
  const deps = {
    reader: createSqlJobReader(db, 90_000),
    controller: createSqlJobController(db),
    permissionsOfPlan: async () => [],
    queue: { work: async () => {}, schedule: async () => {}, send: async () => 'accepted' as const },
    clock: systemClock,
    onUpdated: () => {},
  }
  return {
    resend: (seq: number) => decideLostErasure(deps, { jobId, seq, decision: 'resend', actor }),
    resendAll: () => decideLostErasures(deps, { jobId, decision: 'resend', actor }),
  }
}

const needsApproval = { detail: { code: 'problem.resend_needs_approval' } }

describeOnEachStorage('a lost erasure that is sent again', (open) => {
  test('counts its person once in the approval policy', async () => {
    const one = await lostErasures(await open(), { many: 1, fromUsers: 2 })
    expect(await one.resend(1)).toMatchObject({ outcome: null, resent: true })
  })

  test('counts all of a job once, together and one by one', async () => {
    const storage = await open()
    const together = await lostErasures(storage, { many: 3, fromUsers: 4 })
    expect(await together.resendAll()).toMatchObject({ counts: { pending: 3 } })
    const single = await lostErasures(storage, { many: 3, fromUsers: 7 })
    for (const seq of [1, 2, 3]) await single.resend(seq)
    const more = await lostErasures(storage, { many: 1, fromUsers: 7 })
    await expect(more.resend(1)).rejects.toMatchObject(needsApproval)
  })

  test('still counts with the other erasures of the last 24 hours', async () => {
    const one = await lostErasures(await open(), { many: 3, fromUsers: 3 })
    await expect(one.resend(1)).rejects.toMatchObject(needsApproval)
    await expect(one.resendAll()).rejects.toMatchObject(needsApproval)
  })

  test('counts as one more where the lost request is older', async () => {
    const storage = await open()
    const one = await lostErasures(storage, { many: 1, fromUsers: 1 })
    await sql`update destructive_sends set at = at - interval '25 hours'`.execute(storage.db)
    await expect(one.resend(1)).rejects.toMatchObject(needsApproval)
  })
})
