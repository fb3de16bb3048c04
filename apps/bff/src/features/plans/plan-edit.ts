import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import { storedPlan } from './get-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

/** The change of a plan that requests the same for every user; null where each item has its own. */
export function sharedChange({ source }: Pick<PlanRecord, 'source'>) {
  return 'change' in source ? (source.change ?? null) : null
}

/** A plan of a file, a report, an undo or a script is edited where its changes come from. */
export const isEditable = (plan: Pick<PlanRecord, 'source' | 'state' | 'replacedBy'>): boolean =>
  sharedChange(plan) !== null && plan.replacedBy === null && (plan.state === 'ready' || plan.state === 'applied')

/** Throws `not_found` for an unknown plan, and `conflict` for one that cannot be edited. */
export async function refuseUnlessEditable(deps: Pick<PlanDeps, 'store'>, planId: string): Promise<void> {
  const plan = await storedPlan(deps, { id: planId })
  if (!isEditable(plan)) throw new ProblemError('conflict', message('problem.plan_not_editable'))
}
