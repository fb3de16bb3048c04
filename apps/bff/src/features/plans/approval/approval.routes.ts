import * as routes from '@muster/contracts/approvals'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../../http/route-handler.ts'
import type { ApprovalDeps } from '../approval-ports.ts'
import { policyMessages } from './approval-reasons.ts'
import { countApprovals, listApprovals } from './list-approvals.ts'
import { commentApproval, decideApproval, requestApproval, withdrawApproval } from './move-approval.ts'
import { planApproval } from './plan-approval.ts'

export function approvalRoutes(deps: ApprovalDeps): BoundRoute[] {
  return [...readRoutes(deps), ...moveRoutes(deps), ...policyRoutes(deps)]
}

function readRoutes(deps: ApprovalDeps): BoundRoute[] {
  return [
    bind(routes.listApprovals, async ({ query }, context) => ({
      status: 200,
      json: await listApprovals(deps, { ...query, actor: actorOf(context) }),
    })),
    bind(routes.countApprovals, async (_input, context) => ({
      status: 200,
      json: { waiting: await countApprovals(deps, actorOf(context)) },
    })),
    bind(routes.getApproval, async ({ params }, context) => ({
      status: 200,
      json: await planApproval(deps, { id: params.id, actor: actorOf(context) }),
    })),
  ]
}

function moveRoutes(deps: ApprovalDeps): BoundRoute[] {
  return [
    bind(routes.requestApproval, async ({ params, body: { hash, reason } }, context) => ({
      status: 200,
      json: await requestApproval(deps, { planId: params.id, hash, comment: reason, actor: actorOf(context) }),
    })),
    bind(routes.withdrawApproval, async ({ params }, context) => ({
      status: 200,
      json: await withdrawApproval(deps, { planId: params.id, actor: actorOf(context) }),
    })),
    bind(routes.decideApproval, async ({ params, body }, context) => ({
      status: 200,
      json: await decideApproval(deps, { ...body, planId: params.id, actor: actorOf(context) }),
    })),
    bind(routes.commentApproval, async ({ params, body }, context) => ({
      status: 200,
      json: await commentApproval(deps, { ...body, planId: params.id, actor: actorOf(context) }),
    })),
  ]
}

function policyRoutes({ approvals, clock, events }: ApprovalDeps): BoundRoute[] {
  return [
    bind(routes.getApprovalPolicy, async () => ({ status: 200, json: await approvals.policy() })),
    bind(routes.setApprovalPolicy, async ({ body }, context) => {
      const { email } = actorOf(context)
      const sentence = message('audit.policy_changed', { actor: email, rules: policyMessages(body) })
      await approvals.setPolicy(body, { email, at: clock.now(), sentence })
      events.publish({ kind: 'guards' })
      return { status: 200, json: body }
    }),
  ]
}
