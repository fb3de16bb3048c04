import type { PlanApproval } from '@muster/contracts/approvals'
import type { PlanEntry, PlanItemEntry } from '@muster/contracts/plans'
import type { Change } from '@muster/core/change/change'
import type { Step } from '@muster/core/plan/plan'

function keyOfStep(step: Step): string {
  switch (step.field) {
    case 'group':
      return JSON.stringify([step.op, 'group', step.groupId])
    case 'role':
      return JSON.stringify([step.op, 'role', step.roleId, step.botId])
    case 'canCreateBot':
    case 'isDeveloper':
      return JSON.stringify([step.field, step.to])
    case 'account':
    case 'data':
      return step.field
  }
}

/** The keys of the steps that a change requests one by one; null for a change that requests anything else. */
function requestedKeys(change: Change): readonly string[] | null {
  if (change.kind !== 'update') return null
  const { groups, roles } = change
  if (groups?.mode === 'set' || roles?.mode === 'set') return null
  const ops = ['add', 'remove'] as const
  const flags = (['canCreateBot', 'isDeveloper'] as const).flatMap((field) => {
    const to = change[field]
    return to === undefined ? [] : [JSON.stringify([field, to])]
  })
  return [
    ...ops.flatMap((op) => (groups?.[op] ?? []).map((id) => JSON.stringify([op, 'group', id]))),
    ...ops.flatMap((op) => (roles?.[op] ?? []).map((role) => JSON.stringify([op, 'role', role.roleId, role.botId]))),
    ...flags,
  ]
}

interface ShownPlan {
  readonly plan: PlanEntry
  readonly item: PlanItemEntry
  readonly approval: Pick<PlanApproval, 'mayApply'>
}

/**
 * Whether a plan for one user is exactly the change that the member has just made on screen, and nothing about it needs
 * a look: no warning, no confirmation, no proof, no approval, no delay. Any other plan is shown before it is applied.
 */
export function isPlain({ plan, item, approval }: ShownPlan): boolean {
  const { summary, guard, confirmation, needsProof } = plan
  const requested = plan.change === null ? null : requestedKeys(plan.change)
  const planned = new Set(item.steps.map(keyOfStep))
  return (
    plan.state === 'ready' &&
    summary.total === 1 &&
    item.disposition === 'change' &&
    item.blockers.length + item.warnings.length === 0 &&
    confirmation.kind === 'none' &&
    !needsProof &&
    guard.refusal === null &&
    guard.startsInSeconds === 0 &&
    approval.mayApply &&
    requested !== null &&
    requested.length === planned.size &&
    requested.every((key) => planned.has(key))
  )
}
