import type { PlanApproval } from '@muster/contracts/approvals'
import { covers } from '@muster/core/permission'
import { approvalReasons, type GivenApproval, judgeApplication, mayApprove } from '@muster/core/policy/approval'
import { permissionsNeeded } from '@muster/core/policy/plan-needs'
import { englishText } from '@muster/wording/english'
import type { Actor } from '../../../http/session/actor.ts'
import type { ActiveMember, ApprovalDeps, ApprovalRecord } from '../approval-ports.ts'
import { getPlan } from '../get-plan.ts'
import { planLifeMs, stateOf } from '../plan-entry.ts'
import type { PlanRecord } from '../ports.ts'
import { reasonMessage } from './approval-reasons.ts'

const time = (ms: number) => new Date(ms).toISOString()

/** A request with what its approver may do now. */
function given(approval: ApprovalRecord | null, members: readonly ActiveMember[]): GivenApproval | null {
  if (approval === null) return null
  const decidedById = approval.decidedBy?.memberId ?? null
  const approver = members.find(({ memberId }) => memberId === decidedById) ?? null
  return {
    state: approval.state,
    hash: approval.hash,
    requestedById: approval.requestedBy.memberId,
    decidedById,
    approver,
  }
}

/** What the reader may do about a request in this state. */
function choices(plan: PlanRecord, approval: ApprovalRecord | null, { actor, now }: { actor: Actor; now: number }) {
  const state = approval?.state ?? null
  const isReady = stateOf(plan, now) === 'ready' && plan.summary.dispositions.change > 0
  const isAuthor = actor.memberId === plan.createdBy.memberId
  const isApprover = mayApprove(actor, { authorId: plan.createdBy.memberId, summary: plan.summary })
  return {
    mayRequest: isReady && isAuthor && (state === null || state === 'changes_requested' || state === 'withdrawn'),
    mayDecide: isReady && isApprover && (state === 'waiting' || state === 'approved'),
    mayWithdraw: isReady && isAuthor && (state === 'waiting' || state === 'approved' || state === 'changes_requested'),
    mayComment: isReady && state !== null && (isAuthor || isApprover),
  }
}

/** What a plan needs to be applied, its request for approval, and what the reader may do about it. */
export async function planApproval(
  deps: ApprovalDeps,
  input: { readonly id: string; readonly actor: Actor },
): Promise<PlanApproval> {
  const { actor } = input
  const plan = await getPlan(deps, input)
  const [approval, events, members, policy, facts] = await Promise.all([
    deps.approvals.find(plan.id),
    deps.approvals.events(plan.id),
    deps.approvals.activeMembers(),
    deps.approvals.policy(),
    deps.guards.facts(),
  ])
  const { summary, createdBy } = plan
  const reasons = approvalReasons(summary, facts, policy)
  const author = { authorId: createdBy.memberId, summary }
  const application = { ...author, hash: plan.hash ?? '', reasons, approval: given(approval, members), actor }
  return {
    planId: plan.id,
    needs: [...permissionsNeeded(summary)],
    lacks: permissionsNeeded(summary).filter((permission) => !covers(actor, [permission])),
    reasons: reasons.map(reasonMessage).map((textMessage) => ({ text: englishText(textMessage), textMessage })),
    request:
      approval === null
        ? null
        : {
            state: approval.state,
            requestedBy: approval.requestedBy.email,
            requestedAt: time(approval.requestedAt),
            decidedBy: approval.decidedBy?.email ?? null,
            decidedAt: approval.decidedAt === null ? null : time(approval.decidedAt),
          },
    events: events.map((event) => ({ ...event, at: time(event.at) })),
    expiresAt: time(plan.createdAt + planLifeMs),
    approvers: members.filter((member) => mayApprove(member, author)).map(({ email, name }) => ({ email, name })),
    ...choices(plan, approval, { actor, now: deps.clock.now() }),
    mayApply: judgeApplication(application).kind === 'allowed',
  }
}
