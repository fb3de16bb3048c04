import * as routes from '@muster/contracts/cases'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
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

export function casesRoutes(deps: CaseDeps): BoundRoute[] {
  return [
    bind(routes.listCases, async ({ query }) => ({ status: 200, json: await listCases(deps, query) })),
    bind(routes.getCase, async ({ params }) => ({ status: 200, json: await getCase(deps, params.id) })),
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
    bind(routes.planCase, async ({ params, body }, context) => ({
      status: 201,
      json: {
        planId: await planCase(deps, {
          id: params.id,
          actor: actorOf(context),
          kind: body.kind,
          signal: context.signal,
        }),
      },
    })),
    bind(routes.closeCase, async ({ params, body }, context) => ({
      status: 200,
      json: await closeCase(deps, { id: params.id, actor: actorOf(context), note: body.note }),
    })),
  ]
}
