import type { RouteInput } from '@muster/contracts/route'
import type { listUsers, UserEntry } from '@muster/contracts/users'
import { ProblemError } from '../../http/problem-error.ts'
import type { UserFinder, UserPosition } from './ports.ts'

export interface FoundUsers {
  readonly items: readonly UserEntry[]
  readonly next: string | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** One page of people. The cursor is the last user of the page before; it stands for a place, not for a snapshot. */
export async function searchUsers(
  deps: { readonly users: UserFinder },
  query: RouteInput<typeof listUsers>['query'],
): Promise<FoundUsers> {
  const { sort, cursor, limit, ...filter } = query
  const after = cursor === undefined ? null : positionOf(cursor)
  const page = await deps.users.search({ filter, sort, after, limit })
  return { items: page.items, next: page.next === null ? null : cursorOf(page.next), count: page.count }
}

function cursorOf({ emailKey, id }: UserPosition): string {
  return Buffer.from(JSON.stringify([emailKey, id])).toString('base64url')
}

function positionOf(cursor: string): UserPosition {
  const parts = parsed(cursor)
  if (Array.isArray(parts) && parts.length === 2) {
    const [emailKey, id]: unknown[] = parts
    if (typeof emailKey === 'string' && typeof id === 'string') {
      return { emailKey: emailKey.replaceAll('\0', ''), id: id.replaceAll('\0', '') }
    }
  }
  throw new ProblemError('invalid_request', 'The cursor is not one of ours. Start again at the first page.', {
    errors: [{ location: 'query.cursor', message: 'not a cursor of this list' }],
  })
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
