import type { PlanSource } from '@muster/contracts/plans'
import type { User } from '@muster/core/account/user'
import type { Outcome } from '@muster/core/outcome/outcome'
import { lookups } from '@muster/core/testing/account'
import { sql } from 'kysely'
import { systemClock } from '../../../clock.ts'
import { applyPlan } from '../../../features/plans/apply-plan.ts'
import { createPlan } from '../../../features/plans/create-plan.ts'
import { judgeNow } from '../../../features/plans/plan-guards.ts'
import type { Db } from '../database/storage.ts'
import { createSqlJobController } from '../jobs/jobs-control-store.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { actor, uploadApp } from './upload-app.ts'

export const signal = new AbortController().signal

/** The member whose permissions count when a plan is applied. */
async function addActor(db: Db): Promise<void> {
  const { memberId: id, email, name } = actor
  await db
    .insertInto('members')
    .values({ id, email, name, role: 'owner', created_at: new Date() })
    .onConflict((existing) => existing.doNothing())
    .execute()
}

/** Plans applied and ended manually over the real stores, with the queries of a report. */
export async function openApp(db: Db, people: readonly User[]) {
  await addActor(db)
  const app = await uploadApp(db, { people, lookups })
  const control = {
    reader: createSqlJobReader(db, 90_000),
    controller: createSqlJobController(db),
    queue: app.plans.queue,
    clock: systemClock,
    onUpdated: () => undefined,
    permissionsOfPlan: async () => [],
  }
  const plan = (source: PlanSource) => createPlan(app.plans, { source, actor, signal })
  const apply = async (planned: Awaited<ReturnType<typeof plan>>) => {
    const { confirmation: shown } = await judgeNow(app.plans, planned)
    const confirmation = shown.kind === 'none' ? undefined : shown.text
    const request = {
      planId: planned.id,
      hash: planned.hash ?? '',
      confirmation,
      idempotencyKey: null,
      actor,
      proof: 'token' as const,
    }
    return (await applyPlan(app.plans, request)).jobId
  }
  /** Ends waiting items, by email address. */
  const end = async (jobId: string, outcomeOf: (email: string) => Outcome) => {
    const waiting = await control.reader.items(jobId, { outcomes: ['pending'], afterSeq: 0, limit: 1000 })
    for (const { seq, identifier } of waiting) {
      const outcome = outcomeOf(identifier.value)
      const cause = outcome === 'changed' || outcome === 'unchanged' ? null : 'kore_refused'
      await sql`update job_items set state = 'settled', outcome = ${outcome}, cause = ${cause}
        where job_id = ${jobId} and seq = ${seq}`.execute(db)
      await sql`update jobs set ${sql.ref(outcome)} = ${sql.ref(outcome)} + 1 where id = ${jobId}`.execute(db)
    }
    await sql`update jobs set state = 'done', finished_at = now() where id = ${jobId}`.execute(db)
  }
  return { app, control, plan, apply, end }
}
