import type { ApprovalEntry } from '@muster/contracts/approvals'
import { mayApprove } from '@muster/core/policy/approval'
import { englishText, messageOf } from '@muster/wording/english'
import { idOf, pageOf } from '../../../http/request/cursor.ts'
import { type Actor, ownOf } from '../../../http/session/actor.ts'
import type { ApprovalDeps, ApprovalRecord } from '../approval-ports.ts'
import { planLifeMs, stateOf } from '../plan-entry.ts'
import type { PlanRecord } from '../ports.ts'

type Listed = { readonly approval: ApprovalRecord; readonly plan: PlanRecord }

const time = (ms: number) => new Date(ms).toISOString()

function mayDecide({ approval, plan }: Listed, actor: Actor, now: number): boolean {
  const isOpen = approval.state === 'waiting' && stateOf(plan, now) === 'ready'
  return isOpen && mayApprove(actor, { authorId: plan.createdBy.memberId, summary: plan.summary })
}

function entryOf(listed: Listed, actor: Actor, now: number): ApprovalEntry {
  const { approval, plan } = listed
  return {
    planId: plan.id,
    title: englishText(plan.title),
    titleMessage: messageOf(plan.title),
    total: plan.summary.total,
    kinds: plan.summary.kinds,
    state: approval.state,
    requestedBy: approval.requestedBy.email,
    requestedAt: time(approval.requestedAt),
    decidedBy: approval.decidedBy?.email ?? null,
    decidedAt: approval.decidedAt === null ? null : time(approval.decidedAt),
    mayDecide: mayDecide(listed, actor, now),
    isOwn: plan.createdBy.memberId === actor.memberId,
    jobId: plan.jobId,
    expiresAt: time(plan.createdAt + planLifeMs),
  }
}

/** A page of requests for approval, newest plan first. */
export async function listApprovals(
  { approvals, clock }: Pick<ApprovalDeps, 'approvals' | 'clock'>,
  input: {
    readonly only?: 'waiting' | undefined
    readonly cursor?: string | undefined
    readonly limit: number
    readonly actor: Actor
  },
): Promise<{ readonly items: ApprovalEntry[]; readonly next: string | null }> {
  const onlyWaiting = input.only === 'waiting'
  const own = ownOf(input.actor)
  const found = await approvals.list({ onlyWaiting, before: idOf(input.cursor), limit: input.limit + 1, own })
  const { items, next } = pageOf(found, input.limit, ({ plan }) => plan.id)
  const now = clock.now()
  return { items: items.map((listed) => entryOf(listed, input.actor, now)), next }
}

/** Waiting requests considered for the count of a member. */
const mostCounted = 200

/** How many requests wait for this member. */
export async function countApprovals(
  { approvals, clock }: Pick<ApprovalDeps, 'approvals' | 'clock'>,
  actor: Actor,
): Promise<number> {
  const waiting = await approvals.list({ onlyWaiting: true, before: null, limit: mostCounted, own: ownOf(actor) })
  const now = clock.now()
  return waiting.filter((listed) => mayDecide(listed, actor, now)).length
}
