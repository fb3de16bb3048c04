import type { Bot, Role } from '@muster/core/account/access'
import { allUserRoles } from '@muster/kore-api/all-user-roles'
import { getBots } from '@muster/kore-api/bots'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { getGroups, largestPage } from '@muster/kore-api/groups'
import { exportRoles, getRoles } from '@muster/kore-api/roles'
import { usersInfo } from '@muster/kore-api/users-info'
import { message } from '@muster/wording/message'
import type { AccountReader, PageResult } from '../../../features/directory/ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate } from '../gate/gate.ts'
import { count, isRecord, member } from '../responses/json-value.ts'
import { hasMore, pageNumber } from '../responses/paging.ts'
import { absentUser } from './absent-user.ts'
import { readJson, unexpected } from './read-json.ts'
import { readNamed } from './read-named.ts'
import { readUsersPage } from './read-users-page.ts'
import { findUnlisted } from './unlisted-users.ts'

/** Reads for the directory. Remembers the ids since the first page, so duplicates are skipped. */
export function createAccountReader(gate: Gate, sizes: BatchSizes): AccountReader {
  const seen = { users: new Set<string>(), groups: new Set<string>(), bots: new Set<string>() }
  const start = (cursor: string | null, list: keyof typeof seen) => {
    if (cursor === null) seen[list].clear()
    return seen[list]
  }
  return {
    users: async (cursor, signal) => {
      await sizes.refresh()
      const page = { cursor, signal, seen: start(cursor, 'users'), sizes }
      return diagnosed(gate, allUserRoles, await readUsersPage(gate, page), signal)
    },
    unlisted: async (users, signal) => {
      await sizes.refresh()
      return findUnlisted(gate, { users, sizes, signal })
    },
    groups: async (cursor, signal) => {
      const page = {
        endpoint: getGroups,
        list: 'groups',
        name: 'gN',
        cursor,
        signal,
        seen: start(cursor, 'groups'),
      } as const
      return diagnosed(gate, getGroups, await numberedPage(gate, page), signal)
    },
    bots: async (cursor, signal) => {
      const page = {
        endpoint: getBots,
        list: 'bots',
        name: 'name',
        cursor,
        signal,
        seen: start(cursor, 'bots'),
      } as const
      return diagnosed(gate, getBots, await numberedPage(gate, page), signal)
    },
    roles: async (cursor, signal) =>
      diagnosed(gate, getRoles, await readRoles(gate, cursor === 'admin' ? 'admin' : 'bot', signal), signal),
  }
}

/** A call in another scope distinguishes a missing scope from a credential that is refused everywhere. */
async function diagnosed<T>(
  gate: Gate,
  endpoint: KoreEndpoint,
  result: PageResult<T>,
  signal: AbortSignal,
): Promise<PageResult<T>> {
  if (result.kind !== 'forbidden') return result
  if (!gate.isAccepted()) await readJson(gate, { endpoint: usersInfo, body: absentUser, signal })
  return { ...result, diagnosis: gate.refusalOf(endpoint) ?? result.diagnosis }
}

interface NumberedPage {
  readonly endpoint: KoreEndpoint
  readonly list: 'groups' | 'bots'
  readonly name: string
  readonly cursor: string | null
  readonly signal: AbortSignal
  readonly seen: Set<string>
}

/** Groups and bots: `offset` is a page number. Takes only id, name and creator, so the secrets in `bots` stop here. */
async function numberedPage(gate: Gate, page: NumberedPage): Promise<PageResult<Bot>> {
  const number = pageNumber(page.cursor)
  const { endpoint, list, signal, seen } = page
  const read = await readJson(gate, { endpoint, query: { offset: number, limit: largestPage }, signal })
  if (read.kind !== 'json') return read
  const entries = member(read.value, list)
  if (!Array.isArray(entries)) return unexpected(read.value, message('answer.no_list', { list }))
  const { items, unreadable, newKeys } = readNamed(entries, { list, field: page.name, seen })
  const total = count(member(read.value, 'total')) ?? null
  const next = hasMore(read.value, { items: newKeys, total, seen }) ? String(number + 1) : null
  return { kind: 'page', items, unreadable, total, next }
}

/** Bot roles, then admin roles. The export has every id; the plain list is the fallback if the export is not allowed. */
async function readRoles(gate: Gate, kind: 'bot' | 'admin', signal: AbortSignal): Promise<PageResult<Role>> {
  const exported = await readJson(gate, { endpoint: exportRoles, query: { roleType: kind }, signal })
  const usable = exported.kind === 'json' && Array.isArray(exported.value)
  const read = usable
    ? exported
    : await readJson(gate, { endpoint: getRoles, query: { roleType: kind, limit: largestPage }, signal })
  if (read.kind !== 'json') return read
  const entries = isRecord(read.value) ? member(read.value, 'roles') : read.value
  if (!Array.isArray(entries)) return unexpected(read.value, message('answer.no_roles'))
  const { items, unreadable } = readNamed(entries, { list: 'roles', field: 'role', seen: new Set() })
  return {
    kind: 'page',
    items: items.map((role) => ({ ...role, kind })),
    unreadable,
    total: null,
    next: kind === 'bot' ? 'admin' : null,
  }
}
