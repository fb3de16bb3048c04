import { countUsers, listAssignments, listBots, listGroups, listRoles } from '@muster/contracts/access'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import type { AccessList, AccessLists } from './ports.ts'

export function accessRoutes({ access }: { readonly access: AccessLists }): BoundRoute[] {
  return [
    bind(listGroups, async ({ query }) => ({ status: 200, json: listAccess(await access.groups(), query.q) })),
    bind(listRoles, async ({ query }) => ({ status: 200, json: listAccess(await access.roles(), query.q) })),
    bind(listBots, async ({ query }) => ({ status: 200, json: listAccess(await access.bots(), query.q) })),
    bind(countUsers, async () => ({ status: 200, json: await access.userCounts() })),
    bind(listAssignments, async () => ({ status: 200, json: { items: await access.assignments() } })),
  ]
}

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** A look-up list by name, filtered to names and ids that contain the search text. */
function listAccess<T extends { readonly id: string; readonly name: string }>(
  list: AccessList<T>,
  typed: string | undefined,
): AccessList<T> {
  const needle = (typed ?? '').trim().toLowerCase()
  const items = list.items
    .filter((item) => item.name.toLowerCase().includes(needle) || item.id.toLowerCase() === needle)
    .toSorted((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
  return { ...list, items }
}
