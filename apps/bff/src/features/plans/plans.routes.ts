import * as routes from '@muster/contracts/plans'
import { listPlans as listPlansRoute, renamePlan as renamePlanRoute } from '@muster/contracts/plans/listed-plans'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ownOf } from '../../http/session/actor.ts'
import { applyPlan } from './apply-plan.ts'
import { createPlan } from './create-plan.ts'
import { getPlan, renamePlan } from './get-plan.ts'
import { listPlanItems } from './list-plan-items.ts'
import { listPlans } from './list-plans.ts'
import type { PlanDeps } from './plan-deps.ts'
import { planEntry } from './plan-entry.ts'
import { judgeNow } from './plan-guards.ts'
import type { PlanRecord } from './ports.ts'

export function plansRoutes(deps: PlanDeps): BoundRoute[] {
  const entry = async (plan: PlanRecord) =>
    planEntry(plan, { guarded: await judgeNow(deps, plan), now: deps.clock.now() })
  return [
    bind(routes.createPlan, async ({ body }, context) => {
      const plan = await createPlan(deps, { source: body, actor: actorOf(context), signal: context.signal })
      return { status: 201, json: await entry(plan) }
    }),
    bind(listPlansRoute, async ({ query }, context) => ({
      status: 200,
      json: await listPlans(deps, { ...query, own: ownOf(actorOf(context)) }),
    })),
    bind(routes.getPlan, async ({ params }) => ({ status: 200, json: await entry(await getPlan(deps, params)) })),
    bind(renamePlanRoute, async ({ params, body }, context) => ({
      status: 200,
      json: await entry(await renamePlan(deps, { ...params, ...body, actor: actorOf(context) })),
    })),
    bind(routes.listPlanItems, async ({ params, query }) => {
      const { disposition, effect, cause, q, cursor, limit } = query
      const page = await listPlanItems(deps, { planId: params.id, disposition, effect, cause, q, cursor, limit })
      return { status: 200, json: page }
    }),
    bind(routes.applyPlan, async ({ params, body }, context) => {
      const { jobId, repeated } = await applyPlan(deps, {
        planId: params.id,
        hash: body.hash,
        confirmation: body.confirmation,
        idempotencyKey: context.idempotencyKey,
        actor: actorOf(context),
        proof: context.stepUp.planProof(),
      })
      return { status: repeated ? 200 : 201, json: { jobId } }
    }),
  ]
}
