import * as routes from '@muster/contracts/cases'
import { lackedFor, type Permission } from '@muster/core/permission'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { Actor } from '../../http/session/actor.ts'
import { lacksPermission } from '../../problem-error.ts'
import {
  type CaseDeps,
  closeCase,
  getCase,
  holdCase,
  listCases,
  openCase,
  planCase,
  releaseCase,
} from './erasure-cases.ts'

/** Throws unless the member has this permission, beside the one of the route. */
function requireAll(actor: Actor, permission: Permission): void {
  const lacked = lackedFor(actor, permission)
  if (lacked !== null) throw lacksPermission(lacked)
}

export function casesRoutes(deps: CaseDeps): BoundRoute[] {
  return [
    bind(routes.listCases, async ({ query }) => ({ status: 200, json: await listCases(deps, query) })),
    bind(routes.getCase, async ({ params }, context) => {
      // Its checks name the users that its people are.
      requireAll(actorOf(context), 'users:read')
      return { status: 200, json: await getCase(deps, params.id) }
    }),
    bind(routes.openCase, async ({ body }, context) => ({
      status: 201,
      json: await openCase(deps, body, actorOf(context)),
    })),
    bind(routes.holdCase, async ({ params, body }, context) => ({
      status: 200,
      json: await holdCase(deps, { id: params.id, actor: actorOf(context), reason: body.reason }),
    })),
    bind(routes.releaseCase, async ({ params }, context) => ({
      status: 200,
      json: await releaseCase(deps, { id: params.id, actor: actorOf(context) }),
    })),
    bind(routes.planCase, async ({ params, body }, context) => {
      const actor = actorOf(context)
      requireAll(actor, 'plans:write')
      const { signal } = context
      return { status: 201, json: { planId: await planCase(deps, { id: params.id, actor, kind: body.kind, signal }) } }
    }),
    bind(routes.closeCase, async ({ params, body }, context) => ({
      status: 200,
      json: await closeCase(deps, { id: params.id, actor: actorOf(context), note: body.note }),
    })),
  ]
}
