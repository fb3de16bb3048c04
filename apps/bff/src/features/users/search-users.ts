import type { RouteInput } from '@muster/contracts/route'
import type { listUsers, UserEntry } from '@muster/contracts/users'
import { cursorOfKeys, keysOf } from '../../http/request/cursor.ts'
import type { UserFinder } from './ports.ts'

export interface FoundUsers {
  readonly items: readonly UserEntry[]
  readonly next: string | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** One page of users. The cursor is the last user of the previous page: a position, not a snapshot. */
export async function searchUsers(
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
