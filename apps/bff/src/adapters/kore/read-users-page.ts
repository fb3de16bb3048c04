import type { User } from '@muster/core/user'
import { allUserRoles } from '@muster/kore-api/all-user-roles'
import { usersInfo } from '@muster/kore-api/users-info'
import type { PageResult } from '../../features/directory/ports.ts'
import type { Gate } from './gate.ts'
import { count, list, member, text } from './json-value.ts'
import { fresh, hasMore, pageNumber } from './paging.ts'
import { readJson, unexpected } from './read-json.ts'
import { heldRoles, readUsersInfo } from './read-users-info.ts'

/** Records asked for at once; no maximum is documented, and a server that gives fewer is asked on from there. */
const pageSize = 200

export interface UsersPage {
  readonly cursor: string | null
  readonly signal: AbortSignal
  readonly seen: Set<string>
  readonly readBatch: number
}

/**
 * Users by Get User Roles Details (`offset` = records skipped), joined with Get User Information for names, status and
 * groups. Where the latter is refused those stay empty; a page it could not answer otherwise is a failed page.
 */
export async function readUsersPage(gate: Gate, page: UsersPage): Promise<PageResult<User>> {
  const { signal } = page
  const offset = pageNumber(page.cursor)
  const read = await readJson(gate, { endpoint: allUserRoles, query: { limit: pageSize, offset }, signal })
  if (read.kind !== 'json') return read
  const entries = member(read.value, 'users')
  if (!Array.isArray(entries)) return unexpected('The answer has no list "users".')
  const listed = entries.flatMap((entry) => bareUser(entry) ?? [])
  if (listed.length < entries.length) return unexpected(entries.find((entry) => bareUser(entry) === null))
  const users = new Map(listed.filter(({ id }) => !page.seen.has(id)).map((user) => [user.id, user]))
  for (let from = 0; from < users.size; from += page.readBatch) {
    const some = [...users.values()].slice(from, from + page.readBatch)
    const failure = await join(gate, { users, some, signal })
    if (failure !== null && failure !== 'skipped') return failure
  }
  const items = [...users.values()].filter(({ id }) => fresh(page.seen, id))
  const total = count(member(read.value, 'total')) ?? null
  const more = hasMore(read.value, { items, total, seen: page.seen })
  return { kind: 'page', items, total, next: more ? String(offset + entries.length) : null }
}

interface Join {
  readonly users: Map<string, User>
  readonly some: readonly User[]
  readonly signal: AbortSignal
}

/**
 * Fills in what Get User Information knows; null when done or when it is not allowed. One user it cannot answer for must
 * not hide the others: the list is split in ten until that user stands alone and is `skipped`. In ten and not in two, so
 * that the search never looks like five failed calls in a row.
 */
async function join(gate: Gate, at: Join): Promise<PageResult<User> | 'skipped' | null> {
  const body = JSON.stringify({ emailIds: at.some.map(({ email }) => email), status: 'all' })
  const read = await readJson(gate, { endpoint: usersInfo, body, signal: at.signal })
  if (read.kind === 'forbidden') return null
  if (read.kind === 'failed') return read.answered ? joinParts(gate, at, read) : read
  const asked = at.some.map(({ email }) => ({ by: 'email', value: email }) as const)
  for (const [n, one] of readUsersInfo(asked, list(read.value)).entries()) {
    const bare = at.some[n]
    if (bare === undefined || one.kind !== 'found') continue
    at.users.set(bare.id, { ...one.user, id: bare.id, orgUserId: one.user.orgUserId ?? bare.orgUserId })
  }
  return null
}

async function joinParts(
  gate: Gate,
  at: Join,
  failure: PageResult<User>,
): Promise<PageResult<User> | 'skipped' | null> {
  if (at.some.length === 1) return 'skipped'
  const size = Math.ceil(at.some.length / 10)
  let joined = 0
  for (let from = 0; from < at.some.length; from += size) {
    const part = await join(gate, { ...at, some: at.some.slice(from, from + size) })
    if (part === null) joined += 1
    else if (part !== 'skipped') return part
  }
  // Where nobody could be read it was not one user's doing.
  return joined === 0 ? failure : null
}

function bareUser(entry: unknown): User | null {
  const email = text(member(entry, 'username'))
  const roles = heldRoles(entry)
  if (email === undefined || roles === null) return null
  return {
    // Documented in every sample; without it the address is the only key there is.
    id: text(member(entry, 'userId')) ?? email,
    email,
    firstName: '',
    lastName: '',
    orgUserId: text(member(entry, 'orgUserId')) ?? null,
    status: 'unknown',
    groups: [],
    roles,
    canCreateBot: member(entry, 'canCreateBot') === true,
    isDeveloper: member(entry, 'isDeveloper') === true,
  }
}
