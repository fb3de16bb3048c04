import type { MusterEvent } from '@muster/contracts/events'
import type { Language } from '@muster/core/language'
import type { Granted } from '@muster/core/permission'
import type { ApprovalEventKind, ApprovalPolicy, ApprovalState } from '@muster/core/policy/approval'
import type { Message } from '@muster/core/text/message'
import type { Own } from '../../http/session/actor.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

/** A request for approval, without its events. Times are milliseconds since 1970. */
export interface ApprovalRecord {
  readonly planId: string
  readonly hash: string
  readonly state: ApprovalState
  readonly requestedBy: { readonly memberId: string; readonly email: string }
  readonly requestedAt: number
  readonly decidedBy: { readonly memberId: string; readonly email: string } | null
  readonly decidedAt: number | null
}

export interface ApprovalEvent {
  readonly at: number
  readonly actor: string
  readonly kind: ApprovalEventKind
  readonly comment: string
}

/** A member who can sign in. */
export interface ActiveMember extends Granted {
  readonly memberId: string
  readonly email: string
  readonly name: string
  readonly language: Language | null
}

/** One step of a request: its new state, and the event and the audit entry that record it. */
export interface ApprovalMove {
  readonly planId: string
  /** The hash that the member reviewed. */
  readonly hash: string
  /** States that the request may come from; null: there is none yet. */
  readonly from: readonly (ApprovalState | null)[]
  /** Null: a comment. */
  readonly to: ApprovalState | null
  readonly event: ApprovalEventKind
  readonly comment: string
  readonly actor: { readonly memberId: string; readonly email: string }
  readonly at: number
  /** For the audit. */
  readonly sentence: Message
}

/**
 * `stale`: the plan is not ready with this hash. `state`: the request is in another state, or null without one.
 * `linked`: within 24 hours, author or approver used a link that the other issued, or both used links of one issuer, who
 * may act as both.
 */
export type MoveResult =
  | { readonly kind: 'moved' }
  | { readonly kind: 'stale' | 'linked' }
  | { readonly kind: 'state'; readonly state: ApprovalState | null }

export interface ApprovalStore {
  policy(): Promise<ApprovalPolicy>
  /** Waits for applications of plans under way; later ones are judged by the new policy. */
  setPolicy(
    policy: ApprovalPolicy,
    by: { readonly email: string; readonly at: number; readonly sentence: Message },
  ): Promise<void>
  find(planId: string): Promise<ApprovalRecord | null>
  events(planId: string): Promise<readonly ApprovalEvent[]>
  /** Moves a request under the lock of its plan: of concurrent moves and applications, one is first. */
  move(move: ApprovalMove): Promise<MoveResult>
  /** Requests with their plans, newest plan first. */
  list(page: {
    readonly onlyWaiting: boolean
    readonly before: string | null
    readonly limit: number
    /** Only of the member's own plans; null: all. */
    readonly own: Own | null
  }): Promise<readonly { readonly approval: ApprovalRecord; readonly plan: PlanRecord }[]>
  activeMembers(): Promise<readonly ActiveMember[]>
}

/** Dependencies of the use cases of approval. */
export interface ApprovalDeps extends Pick<PlanDeps, 'store' | 'directory' | 'guards' | 'clock'> {
  readonly events: { publish(event: Extract<MusterEvent, { kind: 'plan' | 'guards' }>): void }
  readonly approvals: ApprovalStore
}
