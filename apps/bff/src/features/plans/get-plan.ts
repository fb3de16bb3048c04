import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

/** One plan. Throws `not_found`. */
export async function getPlan(deps: Pick<PlanDeps, 'store'>, input: { readonly id: string }): Promise<PlanRecord> {
  const plan = await deps.store.get(input.id)
  if (plan === null) throw new ProblemError('not_found', message('problem.no_plan'))
  return plan
}
