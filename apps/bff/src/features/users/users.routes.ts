import type { AuditEntry } from '@muster/contracts/audit'
import type { RouteInput } from '@muster/contracts/route'
import { getUser as getUserRoute, listSimilar, listUsers, type UserEntry, type UserSort } from '@muster/contracts/users'
import { may } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { cursorOfKeys, keysOf } from '../../http/request/cursor.ts'
import { actorOf, type BoundRoute, bind, type RequestContext } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { LimitedUsers, UserFinder, UserHistory, UserPosition } from './ports.ts'

export function usersRoutes(deps: { readonly users: LimitedUsers; readonly history: UserHistory }): BoundRoute[] {
  const within = (context: RequestContext) => ({ ...deps, users: deps.users.within(actorOf(context).scope) })
  return [
    bind(listUsers, async ({ query }, context) => ({ status: 200, json: await searchUsers(within(context), query) })),
    bind(listSimilar, async ({ query }, context) => ({
      status: 200,
      json: { items: await within(context).users.similar(query) },
    })),
    bind(getUserRoute, async ({ params }, context) => {
      const { user, history } = await getUser(within(context), params.id)
      const shown = may(actorOf(context), 'audit:read') ? history : history.map(withoutOrigin)
      return { status: 200, json: { user, history: shown } }
    }),
  ]
}

/** Where an act came from tells of the member, not of the user: it is for readers of the audit. */
const withoutOrigin = (entry: AuditEntry): AuditEntry => ({ ...entry, token: null, address: null, session: null })

/** One user and their history. Throws `not_found`. */
async function getUser(
  deps: { readonly users: UserFinder; readonly history: UserHistory },
  id: string,
): Promise<{ user: UserEntry; history: readonly AuditEntry[] }> {
  const user = await deps.users.find(id)
  if (user === null) {
    throw new ProblemError('not_found', message('problem.no_user'))
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
  { users }: { readonly users: UserFinder },
  query: RouteInput<typeof listUsers>['query'],
): Promise<FoundUsers> {
  const { sort: chosen, cursor, count, limit, ...filter } = query
  const sort = chosen ?? (filter.q === undefined ? 'email' : 'relevance')
  const after = positionOf(cursor, sort)
  const page = await users.search({ filter, sort, after, limit })
  const next = page.next === null ? null : cursorOfKeys([sort, String(page.next.rank), ...page.next.keys])
  const isExact = count === 'exact' && page.count.capped
  return { items: page.items, next, count: isExact ? { value: await users.count(filter), capped: false } : page.count }
}

/** Throws `invalid_request` for the cursor of another order. */
function positionOf(cursor: string | undefined, sort: UserSort): UserPosition | null {
  const isTime = /synced|login/.test(sort)
  const isCount = /groups|roles|flags/.test(sort)
  const given = keysOf(cursor, ([of, rank = '', key = '', ...more]) => {
    return (
      of === sort &&
      /^\d{1,2}$/.test(rank) &&
      more.length > 0 &&
      (!isTime || /^\d{1,16}$/.test(key)) &&
      (!isCount || /^\d{1,9}$/.test(key))
    )
  })
  if (given === null) return null
  const [, rank, ...keys] = given
  return { rank: Number(rank), keys }
}
