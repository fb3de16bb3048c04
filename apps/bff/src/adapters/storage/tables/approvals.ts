import type { ApprovalEventKind, ApprovalPolicy, ApprovalState } from '@muster/core/policy/approval'
import type { ColumnType } from 'kysely'

export interface ApprovalsTables {
  /** One row at most; none until an owner sets the policy. */
  approval_policy: { one: ColumnType<boolean, never, never>; policy: ColumnType<ApprovalPolicy, string, string> }
  approvals: {
    plan_id: string
    /** Of the plan for which approval was requested. */
    hash: string
    state: ApprovalState
    requested_by: string
    requested_by_id: string
    requested_at: Date
    decided_by: string | null
    decided_by_id: string | null
    decided_at: Date | null
    /** When the audit recorded that the request ended with its plan. */
    expired_at: ColumnType<Date | null, never, Date>
  }
  approval_events: {
    plan_id: string
    seq: number
    at: Date
    actor: string
    kind: ApprovalEventKind
    comment: string
  }
}
