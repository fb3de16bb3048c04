import * as routes from '@muster/contracts/erasures'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { getErasure, listErasures } from './list-erasures.ts'
import { checkReceipt, downloadReceipt, type ReceiptDeps } from './make-receipt.ts'

export function erasuresRoutes(deps: ReceiptDeps): BoundRoute[] {
  return [
    bind(routes.listErasures, async ({ query }) => ({ status: 200, json: await listErasures(deps, query) })),
    bind(routes.getErasure, async ({ params }) => ({ status: 200, json: await getErasure(deps, params.id) })),
    bind(routes.getErasureReceipt, async ({ params }, context) => ({
      status: 200,
      json: await downloadReceipt(deps, params.id, actorOf(context)),
    })),
    bind(routes.downloadErasureReceipt, async ({ params }, context) => ({
      status: 200,
      bytes: Buffer.from(`${JSON.stringify(await downloadReceipt(deps, params.id, actorOf(context)), null, 2)}\n`),
      mediaType: 'application/json; charset=utf-8',
      filename: `erasure-receipt-${params.id}.json`,
    })),
    bind(routes.verifyReceipt, async ({ body }) => ({ status: 200, json: await checkReceipt(deps.signer, body) })),
  ]
}
