import { may } from '@muster/core/permission'
import { joinsGroup, markAdminGroups } from '@muster/core/policy/admin-groups'
import { message } from '@muster/wording/message'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

/** One plan. Groups that bring an admin role by now are marked. Throws `not_found`. */
export async function getPlan(
  deps: Pick<PlanDeps, 'store' | 'directory'>,
  input: { readonly id: string },
): Promise<PlanRecord> {
  const plan = await storedPlan(deps, input)
  const { summary } = plan
  if (plan.jobId !== null || !summary.effects.some(joinsGroup)) return plan
  const effects = markAdminGroups(summary.effects, await deps.directory.lookups())
  return { ...plan, summary: { ...summary, effects } }
}

/** One plan as it is stored. Throws `not_found`. */
export async function storedPlan(deps: Pick<PlanDeps, 'store'>, input: { readonly id: string }): Promise<PlanRecord> {
  const plan = await deps.store.get(input.id)
  if (plan === null) throw new ProblemError('not_found', message('problem.no_plan'))
  return plan
}

/**
 * Names a plan and its job, or drops the name. Only its author does, or a member who may approve plans: an approver reads
 * the name. Throws `not_found` and `forbidden`.
 */
export async function renamePlan(
  deps: Pick<PlanDeps, 'store' | 'directory' | 'events'>,
  { id, name, actor }: { readonly id: string; readonly name: string | null; readonly actor: Actor },
): Promise<PlanRecord> {
  const { title, createdBy } = await storedPlan(deps, { id })
  if (createdBy.memberId !== actor.memberId && !may(actor, 'plans:approve'))
    throw new ProblemError('forbidden', message('problem.plan_name_author', { author: createdBy.email }))
  const facts = { actor: actor.email, title }
  const sentence =
    name === null ? message('audit.plan_unnamed', facts) : message('audit.plan_named', { ...facts, name })
  const isRenamed = await deps.store.rename(id, name, { action: 'plan.renamed', actor: actor.email, sentence })
  const plan = await getPlan(deps, { id })
  const { state, summary } = plan
  if (isRenamed) deps.events.publish({ kind: 'plan', planId: id, state, progress: summary.total })
  return plan
}
