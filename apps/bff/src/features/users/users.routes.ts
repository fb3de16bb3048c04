import { getUser as getUserRoute, listUsers, lookUpUsers } from '@muster/contracts/users'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { getUser } from './get-user.ts'
import type { UserFinder, UserHistory } from './ports.ts'
import { searchUsers } from './search-users.ts'

export function usersRoutes(deps: { readonly users: UserFinder; readonly history: UserHistory }): BoundRoute[] {
  return [
    bind(listUsers, async ({ query }) => ({ status: 200, json: await searchUsers(deps, query) })),
    bind(lookUpUsers, async ({ body }) => ({ status: 200, json: await deps.users.lookUp(body.userIds, body.filter) })),
    bind(getUserRoute, async ({ params }) => ({ status: 200, json: await getUser(deps, params.id) })),
  ]
}
