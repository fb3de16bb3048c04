import { createHash } from 'node:crypto'
import { may } from '@muster/core/permission'
import { approvalReasons, judgeApplication } from '@muster/core/policy/approval'
import { isConfirmed } from '@muster/core/policy/confirmation'
import { permissionsNeeded } from '@muster/core/policy/plan-needs'
import { needsProof } from '@muster/core/policy/step-up'
import { message } from '@muster/wording/message'
import type { Actor } from '../../http/session/actor.ts'
import { type PlanProof, planProofRequired } from '../../http/session/step-up.ts'
import { lacksPermission, ProblemError } from '../../problem-error.ts'
import { approvalRequired } from './approval/approval-reasons.ts'
import { getPlan } from './get-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import { stateOf } from './plan-entry.ts'
import { type GuardedPlan, GuardRefusal, judge, onlyUser, refuseAndRecord, stoppedDetail } from './plan-guards.ts'
import type { ApplyGround, ApplyRequest, ApplyResult, PlanRecord } from './ports.ts'

export interface ApplyInput {
  readonly planId: string
  /** Of the plan that was reviewed. */
  readonly hash: string
  readonly confirmation: string | undefined
  readonly idempotencyKey: string | null
  readonly actor: Actor
  readonly proof: PlanProof
}

/** `repeated`: the same request came before and this is its job. */
export interface Applied {
  readonly jobId: string
  readonly repeated: boolean
}

const keyReused = (): ProblemError => new ProblemError('idempotency_mismatch', message('problem.key_used'))

function alreadyApplied(jobId: string): ProblemError {
  return new ProblemError('plan_already_applied', message('problem.plan_applied', { job: jobId }))
}

function refuseUnlessReady(plan: PlanRecord, input: ApplyInput, now: number): void {
  const state = stateOf(plan, now)
  if (plan.jobId !== null) throw alreadyApplied(plan.jobId)
  if (state === 'replaced') throw new ProblemError('conflict', message('problem.plan_replaced'))
  if (state === 'expired') {
    throw new ProblemError('plan_not_ready', message('problem.plan_expired'))
  }
  if (state !== 'ready') {
    const why = plan.problem ?? message('problem.plan_computing')
    throw new ProblemError('plan_not_ready', message('problem.plan_not_applicable', { why }))
  }
  if (plan.hash !== input.hash) {
    throw new ProblemError('conflict', message('problem.plan_not_reviewed'))
  }
  if (plan.summary.dispositions.change === 0) {
    throw new ProblemError('conflict', message('problem.plan_changes_nothing'))
  }
}

/** Throws unless the member has the permissions of the plan, and approval where the policy requires it. */
function refuseUnlessAllowed(plan: PlanRecord, sender: Actor, ground: ApplyGround): void {
  const { facts, policy, approval, scope } = ground
  // Since the request came, the member may have been disabled or have lost permissions.
  const actor = { ...sender, permissions: sender.permissions.filter((one) => ground.permissions.includes(one)) }
  if (!may(actor, 'plans:apply')) throw lacksPermission('plans:apply')
  if (scope !== null && (plan.createdBy.memberId !== actor.memberId || plan.createdAt < scope.since))
    throw new ProblemError('conflict', message('problem.scope_changed'))
  const { summary } = plan
  const reasons = approvalReasons(summary, facts, policy)
  const authorId = plan.createdBy.memberId
  const verdict = judgeApplication({ authorId, hash: plan.hash ?? '', summary, reasons, approval, actor })
  if (verdict.kind === 'lacks') throw lacksPermission(verdict.permission)
  if (verdict.kind === 'needs_approval') throw new GuardRefusal(approvalRequired(reasons), 'approval_required')
}

/** Throws if the plan removes, erases or grants elevated access, without a proof of who applies this very plan. */
function refuseUnlessProved({ summary }: PlanRecord, proof: PlanProof, isProved: boolean): void {
  if (!needsProof(permissionsNeeded(summary)) || proof === 'token' || isProved) return
  throw proof === 'none' ? lacksPermission('tokens:unattended') : planProofRequired()
}

function refuseUnlessConfirmed({ confirmation }: GuardedPlan, typed: string | undefined): void {
  if (isConfirmed(confirmation, typed)) return
  throw new ProblemError('confirmation_mismatch', confirmation.prompt, {
    isRefusal: true,
    errors: [{ location: 'body.confirmation', message: message('field.confirmation') }],
  })
}

/** Checks a plan by the guards with the facts under their lock. Throws to refuse. */
function judgment(deps: PlanDeps, plan: PlanRecord, by: { input: ApplyInput; only: string | null }) {
  return (ground: ApplyGround) => {
    refuseUnlessAllowed(plan, by.input.actor, ground)
    if (ground.stopped) throw new GuardRefusal(stoppedDetail)
    const judged = judge(deps, plan, { facts: ground.facts, only: by.only })
    if (judged.refusal !== null) throw new GuardRefusal(judged.refusal)
    refuseUnlessConfirmed(judged, by.input.confirmation)
    refuseUnlessProved(plan, by.input.proof, ground.isProved)
    return { delayMs: judged.delayMs, shareConfirmed: judged.verdict === 'confirm_share' }
  }
}

function idempotencyOf(input: ApplyInput): ApplyRequest['idempotency'] {
  const { idempotencyKey: key, planId, hash, confirmation } = input
  if (key === null) return null
  if (key.length === 0 || key.length > 255) {
    const errors = [{ location: 'header.Idempotency-Key', message: message('problem.key_length') }]
    throw new ProblemError('invalid_request', message('problem.key_length'), { errors })
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([planId, hash, confirmation ?? null]))
    .digest('hex')
  return { key, digest }
}

function answer(result: ApplyResult): Applied & { readonly delayMs?: number } {
  switch (result.kind) {
    case 'applied':
      return { jobId: result.jobId, repeated: false, delayMs: result.delayMs }
    case 'repeated':
      return { jobId: result.jobId, repeated: true }
    case 'already_applied':
      throw alreadyApplied(result.jobId)
    case 'key_reused':
      throw keyReused()
    case 'already_retried':
      throw new ProblemError('conflict', message('problem.plan_retried_meanwhile'))
    case 'case_held':
      throw new GuardRefusal(message('problem.plan_case_held'), 'conflict')
    case 'case_closed':
      throw new GuardRefusal(message('problem.plan_case_closed'), 'conflict')
    case 'not_applicable':
      break
  }
  throw new ProblemError('conflict', message('problem.plan_changed'))
}

/**
 * Applies a plan exactly as reviewed, once: the hash is of the plan that was read, and the confirmation must match the
 * frozen plan. The same key with the same request returns the same job.
 */
export async function applyPlan(deps: PlanDeps, input: ApplyInput): Promise<Applied> {
  const idempotency = idempotencyOf(input)
  const { memberId, email } = input.actor
  if (idempotency !== null) {
    const before = await deps.store.repeated(memberId, idempotency.key)
    if (before !== null && before.digest !== idempotency.digest) throw keyReused()
    if (before !== null) return { jobId: before.jobId, repeated: true }
  }
  const plan = await getPlan(deps, { id: input.planId })
  const at = deps.clock.now()
  if (plan.jobId === null || idempotency === null) refuseUnlessReady(plan, input, at)
  const only = await onlyUser(deps, plan)
  const request = {
    planId: plan.id,
    hash: input.hash,
    jobId: deps.newId(),
    actor: { memberId, email },
    at,
    provedBy: typeof input.proof === 'string' ? null : input.proof.sessionId,
    judge: judgment(deps, plan, { input, only }),
    idempotency,
  }
  const applied = await deps.store
    .apply(request)
    .then(answer)
    .catch((error: unknown) => {
      if (error instanceof GuardRefusal) return refuseAndRecord(deps, plan, { email, why: error.why, code: error.code })
      throw error
    })
  // After the commit: a crash in between leaves a queued job, which the jobs' recovery finds.
  await deps.jobs.jobReady(applied.jobId, applied.delayMs)
  // Other tabs that show the plan must stop offering to apply it.
  deps.events.publish({ kind: 'plan', planId: plan.id, state: 'applied', progress: plan.summary.total })
  return { jobId: applied.jobId, repeated: applied.repeated }
}
