import { covers, type Granted, type Permission } from '../permission.ts'
import type { PlanSummary } from '../plan/plan.ts'
import { adminGrants } from './confirmation.ts'
import { permissionsNeeded } from './plan-needs.ts'
import { type AccountFacts, volumeOf } from './volume.ts'

/** What a rule of the approval policy counts. `everything`: all users that a plan changes. */
export const approvalKinds = ['remove', 'erase', 'elevate', 'everything'] as const
export type ApprovalKind = (typeof approvalKinds)[number]

/** From this many users, or this share of the account, a plan needs approval. */
export interface ApprovalRule {
  readonly fromUsers: number | null
  readonly fromPercent: number | null
}

/** The rule of each kind; null: plans of this kind need no approval. */
export type ApprovalPolicy = Readonly<Record<ApprovalKind, ApprovalRule | null>>

export const noApprovals: ApprovalPolicy = { remove: null, erase: null, elevate: null, everything: null }

/** A rule that a plan meets, with the count that meets it. */
export interface ApprovalReason {
  readonly kind: ApprovalKind
  readonly count: number
}

type Summary = Pick<PlanSummary, 'effects' | 'dispositions'>

/** With an account of unknown size (0 users), every share is met. */
const meets = (rule: ApprovalRule, count: number, users: number): boolean =>
  (rule.fromUsers !== null && count >= rule.fromUsers) ||
  (rule.fromPercent !== null && count * 100 >= users * rule.fromPercent)

/**
 * The rules that a plan meets. Removals and erasures of the last 24 hours count with those of the plan, so several small
 * plans meet the same rules as a large one.
 */
export function approvalReasons(
  summary: Summary,
  facts: AccountFacts,
  policy: ApprovalPolicy,
): readonly ApprovalReason[] {
  const { removals, erasures } = volumeOf(summary)
  const today = {
    remove: removals === 0 ? 0 : facts.removedToday,
    erase: erasures === 0 ? 0 : facts.erasedToday,
  }
  const planned: Readonly<Record<ApprovalKind, number>> = {
    remove: removals,
    erase: erasures,
    elevate: adminGrants(summary),
    everything: summary.dispositions.change,
  }
  const counts: Readonly<Record<ApprovalKind, number>> = {
    remove: removals + today.remove,
    erase: erasures + today.erase,
    elevate: planned.elevate,
    everything: planned.everything + today.remove + today.erase,
  }
  return approvalKinds.flatMap((kind) => {
    const rule = policy[kind]
    const isMet = rule !== null && planned[kind] > 0 && meets(rule, counts[kind], facts.users)
    return isMet ? [{ kind, count: counts[kind] }] : []
  })
}

export const approvalStates = ['waiting', 'changes_requested', 'approved', 'rejected', 'withdrawn'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** What members do about a request for approval. */
export const approvalEventKinds = [
  'requested',
  'commented',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
] as const
export type ApprovalEventKind = (typeof approvalEventKinds)[number]

/** A request for approval of a plan, as its application judges it. */
export interface GivenApproval {
  readonly state: ApprovalState
  /** The plan as it was approved. */
  readonly hash: string
  readonly requestedById: string
  readonly decidedById: string | null
  /** What the approver may do now; null if they may no longer sign in. */
  readonly approver: Granted | null
}

/** The permissions of a plan's approver: approving, and everything that the plan needs. */
export const approverPermissions = (summary: Pick<PlanSummary, 'effects'>): readonly Permission[] => [
  'plans:approve',
  ...permissionsNeeded(summary),
]

/** Whether this member may approve a plan: another one than its author, who may do all that it does. */
export function mayApprove(
  member: Granted & { readonly memberId: string },
  plan: { readonly authorId: string; readonly summary: Pick<PlanSummary, 'effects'> },
): boolean {
  return member.memberId !== plan.authorId && covers(member, approverPermissions(plan.summary))
}

interface Application {
  readonly authorId: string
  readonly hash: string
  readonly summary: Summary
  readonly reasons: readonly ApprovalReason[]
  readonly approval: GivenApproval | null
  readonly actor: Granted & { readonly memberId: string }
}

export type ApprovalVerdict =
  | { readonly kind: 'allowed'; readonly isApproved: boolean }
  | { readonly kind: 'needs_approval' }
  | { readonly kind: 'lacks'; readonly permission: Permission }

/** Whether the approval is of this very plan, by another member than its author who still may approve it. */
function isValid(approval: GivenApproval | null, { hash, authorId, summary }: Application): boolean {
  if (approval?.state !== 'approved' || approval.hash !== hash) return false
  const { decidedById, requestedById, approver } = approval
  if (decidedById === null || approver === null || decidedById === requestedById) return false
  return mayApprove({ ...approver, memberId: decidedById }, { authorId, summary })
}

/**
 * Whether a member may apply a plan: with all its permissions, and with approval if a rule of the policy is met. The
 * author of an approved plan needs no permissions of their own.
 */
export function judgeApplication(application: Application): ApprovalVerdict {
  const { authorId, summary, reasons, actor } = application
  const isApproved = isValid(application.approval, application)
  const missing = permissionsNeeded(summary).find((permission) => !covers(actor, [permission]))
  if (missing !== undefined && !(isApproved && actor.memberId === authorId))
    return { kind: 'lacks', permission: missing }
  if (reasons.length > 0 && !isApproved) return { kind: 'needs_approval' }
  return { kind: 'allowed', isApproved }
}
