import type { AuditEntry } from '@muster/contracts/audit'
import type { RouteInput } from '@muster/contracts/route'
import { getUser as getUserRoute, listUsers, lookUpUsers, type UserEntry } from '@muster/contracts/users'
import { cursorOfKeys, keysOf } from '../../http/request/cursor.ts'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { UserFinder, UserHistory } from './ports.ts'

export function usersRoutes(deps: { readonly users: UserFinder; readonly history: UserHistory }): BoundRoute[] {
  return [
    bind(listUsers, async ({ query }) => ({ status: 200, json: await searchUsers(deps, query) })),
    bind(lookUpUsers, async ({ body }) => ({ status: 200, json: await deps.users.lookUp(body.userIds, body.filter) })),
    bind(getUserRoute, async ({ params }) => ({ status: 200, json: await getUser(deps, params.id) })),
  ]
}

/** One user and their history. Throws `not_found`. */
async function getUser(
  deps: { readonly users: UserFinder; readonly history: UserHistory },
  id: string,
): Promise<{ user: UserEntry; history: readonly AuditEntry[] }> {
  const user = await deps.users.find(id)
  if (user === null) {
    throw new ProblemError(
      'not_found',
      'This user is not in the directory. They may have been removed from the account.',
    )
  }
  return { user, history: await deps.history.of(id) }
}

interface FoundUsers {
  readonly items: readonly UserEntry[]
  readonly next: string | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** One page of users. The cursor is the last user of the previous page: a position, not a snapshot. */
async function searchUsers(
  deps: { readonly users: UserFinder },
  query: RouteInput<typeof listUsers>['query'],
): Promise<FoundUsers> {
  const { sort, cursor, limit, ...filter } = query
  const keys = keysOf(cursor)
  const after = keys === null ? null : { emailKey: keys[0], id: keys[1] }
  const page = await deps.users.search({ filter, sort, after, limit })
  const next = page.next === null ? null : cursorOfKeys([page.next.emailKey, page.next.id])
  return { items: page.items, next, count: page.count }
}
