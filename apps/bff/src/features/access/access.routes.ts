import { countUsers, listAssignments, listBots, listGroups, listRoles } from '@muster/contracts/access'
import { foldText } from '@muster/core/text/fold-text'
import { actorOf, type BoundRoute, bind, type RequestContext } from '../../http/route-handler.ts'
import type { AccessList, LimitedAccess } from './ports.ts'

export function accessRoutes({ access }: { readonly access: LimitedAccess }): BoundRoute[] {
  const within = (context: RequestContext) => access.within(actorOf(context).scope)
  return [
    bind(listGroups, async ({ query }, context) => ({
      status: 200,
      json: listAccess(await within(context).groups(), query.q),
    })),
    bind(listRoles, async ({ query }, context) => ({
      status: 200,
      json: listAccess(await within(context).roles(), query.q),
    })),
    bind(listBots, async ({ query }, context) => ({
      status: 200,
      json: listAccess(await within(context).bots(), query.q),
    })),
    bind(countUsers, async (_input, context) => ({ status: 200, json: await within(context).userCounts() })),
    bind(listAssignments, async (_input, context) => ({
      status: 200,
      json: { items: await within(context).assignments() },
    })),
  ]
}

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** A look-up list by name, filtered to names and ids that contain the search text. */
function listAccess<T extends { readonly id: string; readonly name: string }>(
  list: AccessList<T>,
  typed: string | undefined,
): AccessList<T> {
  const id = (typed ?? '').trim().toLowerCase()
  const needle = foldText(id)
  const items = list.items
    .filter((item) => foldText(item.name).includes(needle) || item.id.toLowerCase() === id)
    .toSorted((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
  return { ...list, items }
}
