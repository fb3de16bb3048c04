import * as routes from '@muster/contracts/erasures'
import type { Clock } from '../../clock.ts'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { getErasure, listErasures } from './list-erasures.ts'
import { makeReceipt } from './make-receipt.ts'
import type { ErasureStore } from './ports.ts'

export function erasuresRoutes(deps: { erasures: ErasureStore; clock: Clock }): BoundRoute[] {
  return [
    bind(routes.listErasures, async ({ query }) => ({ status: 200, json: await listErasures(deps, query) })),
    bind(routes.getErasure, async ({ params }) => ({ status: 200, json: await getErasure(deps, params.id) })),
    bind(routes.getErasureReceipt, async ({ params }) => ({
      status: 200,
      bytes: makeReceipt(await getErasure(deps, params.id), new Date(deps.clock.now())),
      mediaType: 'application/json; charset=utf-8',
      filename: `erasure-receipt-${params.id}.json`,
    })),
  ]
}
