import {
  type ApprovalKind,
  type ApprovalPolicy,
  type ApprovalReason,
  approvalKinds,
} from '@muster/core/policy/approval'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'

const sentences: Readonly<Record<ApprovalKind, (count: number) => Message>> = {
  remove: (count) => message('approval.removes', { count }),
  erase: (count) => message('approval.erases', { count }),
  elevate: (count) => message('approval.elevates', { count }),
  everything: (count) => message('approval.changes', { count }),
}

/** A rule that a plan meets, in words: "12 users are removed". */
export const reasonMessage = ({ kind, count }: ApprovalReason): Message => sentences[kind](count)

/** Why a plan needs approval. */
export const approvalRequired = (reasons: readonly ApprovalReason[]): Message =>
  message('problem.approval_required', { reasons: reasons.map(reasonMessage) })

/** The rules of a policy, in words, for the audit. */
export function policyMessages(policy: ApprovalPolicy): readonly Message[] {
  const rules = approvalKinds.flatMap((code) => {
    const { fromUsers: count = null, fromPercent: percent = null } = policy[code] ?? {}
    const kind = message(`policy_kind.${code}`)
    return [
      ...(count === null ? [] : [message('policy.from_users', { kind, count })]),
      ...(percent === null ? [] : [message('policy.from_percent', { kind, percent })]),
    ]
  })
  return rules.length === 0 ? [message('policy.none')] : rules
}
