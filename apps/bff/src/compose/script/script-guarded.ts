import type { PlanNote } from '@muster/core/plan/plan'
import { approvalReasons } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import { CallRefusedError } from '../../engine/guard-ports.ts'
import { ErasureUnderWayError, type Lease, SendingStoppedError } from '../../engine/ports.ts'
import type { ScriptJob } from '../../features/kore/ports.ts'
import { approvalRequired } from '../../features/plans/approval/approval-reasons.ts'
import { GuardRefusal, stoppedDetail } from '../../features/plans/plan-guards.ts'
import { createPlanHash } from '../../features/plans/plan-hash.ts'
import { type ApplyGround, blockSize, type KeptItem, type PlanStore } from '../../features/plans/ports.ts'
import { leaseMs, newPlan, type Script, type ScriptJobDeps } from './script.ts'
import { recordScript } from './script-record.ts'
import { floorDetail, heldDetail } from './script-refusals.ts'

/** The job of a call that takes something guarded away, or is too large for one statement. */
export function guardedJob(deps: ScriptJobDeps, script: Script): ScriptJob {
  const callId = deps.plans.newId()
  let lease: Lease | null = null
  let refusals: ReadonlyMap<number, PlanNote> = new Map()
  return {
    intend: async (sending) => {
      lease = await apply(deps, script)
      refusals = await markSent(deps, script, { lease, callId })
      const refused = script.items.find(({ seq }) => refusals.has(seq))
      const note = refused === undefined ? undefined : refusals.get(refused.seq)
      if (refused !== undefined && note !== undefined) await script.refuse(floorDetail(refused, note))
      await deps.audit.append(sending)
    },
    end: async (result, sent) => {
      if (lease === null) return
      await recordScript(deps, { ...script, lease, callId }, { result, refusals, sent })
    },
  }
}

/** Plans and applies the call in one transaction, which the refusal of a guard rolls back. */
async function apply(deps: ScriptJobDeps, script: Script): Promise<Lease> {
  const { frozen } = script
  const jobId = deps.plans.newId()
  const plan = newPlan(deps.plans, script)
  const { id, createdBy: actor, createdAt: at } = plan
  const judge = ({ facts, stopped, policy }: ApplyGround) => {
    const why = script.judge(facts, stopped)
    if (why !== null) throw new GuardRefusal(why)
    const reasons = approvalReasons(frozen.summary, facts, policy)
    if (reasons.length > 0) throw new GuardRefusal(approvalRequired(reasons), 'approval_required')
    return { delayMs: 0, shareConfirmed: false }
  }
  const planAndApply = async (store: PlanStore, lockGuards: () => Promise<void>) => {
    await store.create(plan)
    const attempt = (await store.beginAttempt(id)) ?? 0
    const hash = await storeBlocks(store, { id, attempt }, script.kept)
    // Every application locks the plan, then the guards, then the audit. Another order deadlocks with it.
    await lockGuards()
    await store.finish(id, attempt, { ...frozen, hash })
    await store.apply({ planId: id, hash, jobId, actor, at, provedBy: null, judge, idempotency: null })
  }
  await deps.inOneTransaction(planAndApply).catch((error: unknown) => {
    if (error instanceof GuardRefusal) return script.refuse(error.why, error.code)
    throw error
  })
  const job = await deps.runs.acquire(jobId, leaseMs)
  return typeof job === 'string' ? script.refuse(heldDetail) : job.lease
}

async function storeBlocks(
  store: PlanStore,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  kept: readonly KeptItem[],
): Promise<string> {
  const hash = createPlanHash()
  for (let from = 0; from < kept.length; from += blockSize) {
    const digests = await store.append(id, attempt, kept.slice(from, from + blockSize))
    if (digests === null) throw new Error('another attempt took over the plan of a script')
    for (const digest of digests) hash.add(digest)
  }
  return hash.digest()
}

/** Commits the intent under the lock of the guards. Returns the users they refuse. */
async function markSent(
  deps: ScriptJobDeps,
  { items, takings, holders, refuse }: Script,
  { lease, callId }: { readonly lease: Lease; readonly callId: string },
): Promise<ReadonlyMap<number, PlanNote>> {
  const seqs = items.map(({ seq }) => seq)
  try {
    await deps.runs.intend(lease, { id: callId, seqs, leaseMs, takings, holders })
  } catch (error) {
    if (error instanceof SendingStoppedError) await refuse(stoppedDetail)
    if (error instanceof ErasureUnderWayError) await refuse(message('script.under_way'))
    if (!(error instanceof CallRefusedError)) throw error
    return new Map(error.refused.map(({ seq, note }) => [seq, note]))
  }
  return new Map()
}
