import type { Bot, Role } from '@muster/core/account/access'
import { isOtherUser } from '@muster/core/account/user'
import { getBots } from '@muster/kore-api/bots'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { getGroups, largestPage } from '@muster/kore-api/groups'
import { exportRoles, getRoles } from '@muster/kore-api/roles'
import { usersInfo } from '@muster/kore-api/users-info'
import { message } from '@muster/wording/message'
import type {
  AccountReader,
  ListedUser,
  PageResult,
  Unlisted,
  UnreadableRecord,
} from '../../../features/directory/ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate } from '../gate/gate.ts'
import { isRecord, jsonText, member, text } from '../responses/json-value.ts'
import { fresh, pageEnd, pageNumber } from '../responses/paging.ts'
import { unreadableRecord } from '../responses/unreadable-record.ts'
import { readJson, unexpected } from './read-json.ts'
import { readDetailsOf } from './read-user-details.ts'
import { readUsersPage } from './read-users-page.ts'

interface NamedList {
  readonly list: 'groups' | 'bots' | 'roles'
  /** The field that holds the name. */
  readonly field: string
  readonly seen: Set<string>
}

interface NamedRecords {
  readonly items: readonly Bot[]
  readonly unreadable: readonly UnreadableRecord[]
  /** One for each record that no earlier page had. */
  readonly newKeys: readonly string[]
}

const longest = { id: 200, name: 500 } as const

/** Groups, bots and roles: id and name, and the creator of a bot. Skips and reports a record without a usable id. */
function readNamed(entries: readonly unknown[], { list, field, seen }: NamedList): NamedRecords {
  const items: Bot[] = []
  const unreadable: UnreadableRecord[] = []
  const newKeys: string[] = []
  for (const entry of entries) {
    const id = text(member(entry, '_id'))
    const isUsable = id !== undefined && id.length <= longest.id
    const key = isUsable ? id : `unreadable ${jsonText(entry).slice(0, 2000)}`
    if (!fresh(seen, key)) continue
    newKeys.push(key)
    const name = text(member(entry, field))
    if (isUsable) {
      const createdBy = text(member(entry, 'createdBy')) ?? null
      items.push({ id, name: (name ?? id).slice(0, longest.name).toWellFormed(), createdBy })
    } else
      unreadable.push(
        unreadableRecord(list, entry, {
          isOmitted: true,
          reason: id === undefined ? message('record.no_id') : message('record.id_long', { most: longest.id }),
        }),
      )
  }
  return { items, unreadable, newKeys }
}

/** What a list had on earlier pages; nothing for its first page. */
function earlier<T extends { clear(): void }>(cursor: string | null, seen: T): T {
  if (cursor === null) seen.clear()
  return seen
}

/** Reads for the directory. Remembers the ids since the first page, so duplicates are skipped. */
export function createAccountReader(gate: Gate, sizes: BatchSizes): AccountReader {
  const seen = { users: new Map<string, string>(), groups: new Set<string>(), bots: new Set<string>() }
  return {
    users: async (cursor, signal) => {
      await sizes.refresh()
      const page = { cursor, signal, seen: earlier(cursor, seen.users), sizes }
      return readUsersPage(gate, page)
    },
    unlisted: async (users, signal) => {
      await sizes.refresh()
      return findUnlisted(gate, { users, sizes, signal })
    },
    groups: (cursor, signal) =>
      numberedPage(gate, { ...groupPages, cursor, signal, seen: earlier(cursor, seen.groups) }),
    bots: (cursor, signal) => numberedPage(gate, { ...botPages, cursor, signal, seen: earlier(cursor, seen.bots) }),
    roles: (cursor, signal) => readRoles(gate, cursor === 'admin' ? 'admin' : 'bot', signal),
  }
}

interface NumberedPages {
  readonly endpoint: KoreEndpoint
  readonly list: 'groups' | 'bots'
  /** The field that holds the name. */
  readonly name: string
}

const groupPages: NumberedPages = { endpoint: getGroups, list: 'groups', name: 'gN' }
const botPages: NumberedPages = { endpoint: getBots, list: 'bots', name: 'name' }

interface NumberedPage extends NumberedPages {
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
  if (!Array.isArray(entries)) return unexpected(read.value, message('response.no_list', { list }))
  const { items, unreadable, newKeys } = readNamed(entries, { list, field: page.name, seen })
  const { total, hasMore } = pageEnd(read.value, { entries, newKeys, known: seen.size })
  return { kind: 'page', items, unreadable, total, next: hasMore ? String(number + 1) : null }
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
  if (!Array.isArray(entries)) return unexpected(read.value, message('response.no_roles'))
  const { items, unreadable } = readNamed(entries, { list: 'roles', field: 'role', seen: new Set() })
  return {
    kind: 'page',
    items: items.map((role) => ({ ...role, kind })),
    unreadable,
    total: null,
    next: kind === 'bot' ? 'admin' : null,
  }
}

interface UnlistedCall {
  readonly users: readonly ListedUser[]
  readonly sizes: BatchSizes
  readonly signal: AbortSignal
}

/**
 * Reads the users missing from a list one by one: a list may end early, shift or skip. Only a response that does not know
 * the user, or finds another user under the address, proves that the user is gone.
 */
async function findUnlisted(gate: Gate, { users, sizes, signal }: UnlistedCall): Promise<Unlisted> {
  const present: string[] = []
  for (let rest = users; rest.length > 0; ) {
    const some = rest.slice(0, sizes.of(usersInfo))
    rest = rest.slice(some.length)
    const ends = await readDetailsOf(gate, { users: some, sizes, signal })
    for (const user of some) {
      const end = ends.get(user)
      if (end?.kind === 'failed') return { kind: end.failure === 'not_allowed' ? 'forbidden' : 'failed' }
      const read = end?.kind === 'read' ? end.result?.read : undefined
      const isAnother = read !== undefined && 'user' in read && isOtherUser(user, read.user.id)
      if (read?.kind !== 'absent' && !isAnother) present.push(user.id)
    }
  }
  return { kind: 'checked', present }
}
