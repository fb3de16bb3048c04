import type { PlanApproval } from '@muster/contracts/approvals'
import { covers } from '@muster/core/permission'
import { approverPermissions, mayApprove } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import type { Actor } from '../../../http/session/actor.ts'
import { lacksPermission, ProblemError } from '../../../problem-error.ts'
import type { ApprovalDeps, ApprovalMove } from '../approval-ports.ts'
import { getPlan } from '../get-plan.ts'
import { stateOf } from '../plan-entry.ts'
import type { PlanRecord } from '../ports.ts'
import { planApproval } from './plan-approval.ts'

interface MoveInput {
  readonly planId: string
  /** The hash that the member reviewed; the plan's own if undefined. */
  readonly hash?: string
  readonly comment: string
  readonly actor: Actor
}

type Step = Pick<ApprovalMove, 'from' | 'to' | 'event' | 'sentence'>

async function move(deps: ApprovalDeps, plan: PlanRecord, input: MoveInput & { step: Step }): Promise<PlanApproval> {
  const { actor, comment, step } = input
  if (stateOf(plan, deps.clock.now()) !== 'ready')
    throw new ProblemError('plan_not_ready', message('problem.approval_not_ready'))
  const result = await deps.approvals.move({
    ...step,
    planId: plan.id,
    hash: input.hash ?? plan.hash ?? '',
    comment,
    actor: { memberId: actor.memberId, email: actor.email },
    at: deps.clock.now(),
  })
  if (result.kind === 'stale') throw new ProblemError('conflict', message('problem.approval_stale'))
  if (result.kind === 'linked')
    throw new ProblemError('forbidden', message('problem.approval_renewed', { author: plan.createdBy.email }))
  if (result.kind === 'state')
    throw new ProblemError(
      'conflict',
      result.state === null
        ? message('problem.approval_none')
        : message('problem.approval_state', { state: message(`approval_state.${result.state}`) }),
    )
  deps.events.publish({ kind: 'plan', planId: plan.id, state: plan.state, progress: plan.summary.total })
  return await planApproval(deps, { id: plan.id, actor })
}

function refuseUnlessAuthor(plan: PlanRecord, actor: Actor): void {
  if (plan.createdBy.memberId !== actor.memberId)
    throw new ProblemError('forbidden', message('problem.approval_author_only', { author: plan.createdBy.email }))
}

/** Another member than the author, with every permission that the plan needs. */
function refuseUnlessApprover(plan: PlanRecord, actor: Actor): void {
  const { createdBy, summary } = plan
  if (mayApprove(actor, { authorId: createdBy.memberId, summary })) return
  const missing = approverPermissions(summary).find((permission) => !covers(actor, [permission]))
  throw missing === undefined
    ? new ProblemError('forbidden', message('problem.approval_own'))
    : lacksPermission(missing)
}

/** The author sends a plan for approval. */
export async function requestApproval(deps: ApprovalDeps, input: MoveInput & { hash: string }): Promise<PlanApproval> {
  const plan = await getPlan(deps, { id: input.planId })
  refuseUnlessAuthor(plan, input.actor)
  if (plan.summary.dispositions.change === 0)
    throw new ProblemError('conflict', message('problem.plan_changes_nothing'))
  const facts = { actor: input.actor.email, title: plan.title, comment: input.comment }
  const step = {
    from: [null, 'changes_requested', 'withdrawn'],
    to: 'waiting',
    event: 'requested',
    sentence: message('audit.approval_requested', facts),
  } as const
  return await move(deps, plan, { ...input, step })
}

/** The author takes a request back, also once it is approved. */
export async function withdrawApproval(deps: ApprovalDeps, input: Omit<MoveInput, 'comment'>): Promise<PlanApproval> {
  const plan = await getPlan(deps, { id: input.planId })
  refuseUnlessAuthor(plan, input.actor)
  const step = {
    from: ['waiting', 'changes_requested', 'approved'],
    to: 'withdrawn',
    event: 'withdrawn',
    sentence: message('audit.approval_withdrawn', { actor: input.actor.email, title: plan.title }),
  } as const
  return await move(deps, plan, { ...input, comment: '', step })
}

/** An approval may be taken back by a rejection until the plan is applied. */
const decisions = {
  approve: { from: ['waiting'], to: 'approved', event: 'approved' },
  reject: { from: ['waiting', 'approved'], to: 'rejected', event: 'rejected' },
  request_changes: { from: ['waiting', 'approved'], to: 'changes_requested', event: 'changes_requested' },
} as const

/** Another member approves a plan by its hash, rejects it, or requests changes. */
export async function decideApproval(
  deps: ApprovalDeps,
  input: MoveInput & { readonly hash: string; readonly decision: keyof typeof decisions },
): Promise<PlanApproval> {
  const plan = await getPlan(deps, { id: input.planId })
  refuseUnlessApprover(plan, input.actor)
  const rule = decisions[input.decision]
  const facts = { actor: input.actor.email, title: plan.title, author: plan.createdBy.email, hash: input.hash }
  const decided = message(`audit.approval_${rule.event}`, facts)
  const sentence =
    input.comment === '' ? decided : message('audit.with_reason', { sentence: decided, reason: input.comment })
  return await move(deps, plan, { ...input, step: { ...rule, sentence } })
}

/** The author or an approver comments on a request. */
export async function commentApproval(deps: ApprovalDeps, input: MoveInput): Promise<PlanApproval> {
  const plan = await getPlan(deps, { id: input.planId })
  if (plan.createdBy.memberId !== input.actor.memberId) refuseUnlessApprover(plan, input.actor)
  const facts = { actor: input.actor.email, title: plan.title, comment: input.comment }
  const step = {
    from: ['waiting', 'changes_requested', 'approved', 'rejected', 'withdrawn'],
    to: null,
    event: 'commented',
    sentence: message('audit.approval_commented', facts),
  } as const
  return await move(deps, plan, { ...input, step })
}
