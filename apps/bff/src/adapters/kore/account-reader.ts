import type { Bot, Role } from '@muster/core/access'
import { getBots } from '@muster/kore-api/bots'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { getGroups, largestPage } from '@muster/kore-api/groups'
import { exportRoles, getRoles } from '@muster/kore-api/roles'
import type { AccountReader, PageResult } from '../../features/directory/ports.ts'
import type { Gate } from './gate.ts'
import { count, isRecord, list, member, text } from './json-value.ts'
import { fresh, hasMore, pageNumber } from './paging.ts'
import { readJson, unexpected } from './read-json.ts'
import { readUsersPage } from './read-users-page.ts'

/** What the directory needs of Kore.ai. Ids seen since the first page are remembered, so that nothing comes twice. */
export function createAccountReader(gate: Gate, limits: { readonly readBatch: number }): AccountReader {
  const seen = { users: new Set<string>(), groups: new Set<string>(), bots: new Set<string>() }
  return {
    users: async (cursor, signal) => {
      if (cursor === null) seen.users.clear()
      return readUsersPage(gate, { cursor, signal, seen: seen.users, readBatch: limits.readBatch })
    },
    groups: async (cursor, signal) => {
      if (cursor === null) seen.groups.clear()
      return numberedPage(gate, {
        endpoint: getGroups,
        field: 'groups',
        name: 'gN',
        cursor,
        signal,
        seen: seen.groups,
      })
    },
    bots: async (cursor, signal) => {
      if (cursor === null) seen.bots.clear()
      return numberedPage(gate, {
        endpoint: getBots,
        field: 'bots',
        name: 'name',
        cursor,
        signal,
        seen: seen.bots,
      })
    },
    roles: (cursor, signal) => readRoles(gate, cursor === 'admin' ? 'admin' : 'bot', signal),
  }
}

interface NumberedPage {
  readonly endpoint: KoreEndpoint
  readonly field: string
  readonly name: string
  readonly cursor: string | null
  readonly signal: AbortSignal
  readonly seen: Set<string>
}

/** Groups and bots: `offset` is a page number. Only id, name and creator are taken, so that the secrets in `bots` end here. */
async function numberedPage(gate: Gate, page: NumberedPage): Promise<PageResult<Bot>> {
  const number = pageNumber(page.cursor)
  const { endpoint, signal } = page
  const read = await readJson(gate, { endpoint, query: { offset: number, limit: largestPage }, signal })
  if (read.kind !== 'json') return read
  const entries = member(read.value, page.field)
  if (!Array.isArray(entries)) return unexpected(`The answer has no list "${page.field}".`)
  const items = named(entries, page.name).filter(({ id }) => fresh(page.seen, id))
  const total = count(member(read.value, 'total')) ?? null
  return {
    kind: 'page',
    items,
    total,
    next: hasMore(read.value, { items, total, seen: page.seen }) ? String(number + 1) : null,
  }
}

function named(entries: readonly unknown[], field: string): Bot[] {
  return entries.flatMap((entry) => {
    const id = text(member(entry, '_id'))
    return id === undefined
      ? []
      : [{ id, name: text(member(entry, field)) ?? id, createdBy: text(member(entry, 'createdBy')) ?? null }]
  })
}

/** Bot roles, then admin roles. The export has every id; the plain list is the way round where it is not allowed. */
async function readRoles(gate: Gate, kind: 'bot' | 'admin', signal: AbortSignal): Promise<PageResult<Role>> {
  const exported = await readJson(gate, { endpoint: exportRoles, query: { roleType: kind }, signal })
  const usable = exported.kind === 'json' && Array.isArray(exported.value)
  const read = usable
    ? exported
    : await readJson(gate, { endpoint: getRoles, query: { roleType: kind, limit: largestPage }, signal })
  if (read.kind !== 'json') return read
  const entries = isRecord(read.value) ? member(read.value, 'roles') : read.value
  if (!Array.isArray(entries)) return unexpected('The answer has no list of roles.')
  const seen = new Set<string>()
  const items = named(list(entries), 'role').filter(({ id }) => fresh(seen, id))
  return {
    kind: 'page',
    items: items.map((role) => ({ ...role, kind })),
    total: null,
    next: kind === 'bot' ? 'admin' : null,
  }
}
