import { listBots, listGroups, listRoles } from '@muster/contracts/access'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { listAccess } from './list-access.ts'
import type { AccessLists } from './ports.ts'

export function accessRoutes({ access }: { readonly access: AccessLists }): BoundRoute[] {
  return [
    bind(listGroups, async ({ query }) => ({ status: 200, json: listAccess(await access.groups(), query.q) })),
    bind(listRoles, async ({ query }) => ({ status: 200, json: listAccess(await access.roles(), query.q) })),
    bind(listBots, async ({ query }) => ({ status: 200, json: listAccess(await access.bots(), query.q) })),
  ]
}
