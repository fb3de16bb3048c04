import type { UserReading } from '@muster/core/account/user-reading'
import type { Message } from '@muster/core/text/message'
import { allUserRoles } from '@muster/kore-api/all-user-roles'
import { message } from '@muster/wording/message'
import type { PageResult, UnreadableRecord } from '../../../features/directory/ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate } from '../gate/gate.ts'
import { isRecord, jsonText, member, text } from '../responses/json-value.ts'
import { pageEnd, pageNumber } from '../responses/paging.ts'
import { issuesInOne, unreadableRecord } from '../responses/unreadable-record.ts'
import { readHeldRoles } from './held-roles.ts'
import { readJson, unexpected } from './read-json.ts'
import { readUserDetails } from './read-user-details.ts'
import { flag } from './read-users-info.ts'

/** Records of one page. No maximum is documented; if the server returns fewer, reading continues from there. */
const pageSize = 200
/** The maximum length of an email address, and of an ID elsewhere in Muster. */
const longest = { email: 320, id: 200 } as const
/** Characters of a record that are compared with other records. */
const comparedText = 2000

export interface UsersPage {
  readonly cursor: string | null
  readonly signal: AbortSignal
  /** Records of earlier pages: the address of each user by ID, and the unreadable ones. */
  readonly seen: Map<string, string>
  readonly sizes: BatchSizes
}

/**
 * Users by Get User Roles Details (`offset` = records skipped), joined with Get User Information for names, status and
 * groups. An unreadable record is skipped and reported; it never fails the page.
 */
export async function readUsersPage(gate: Gate, page: UsersPage): Promise<PageResult<UserReading>> {
  const { signal } = page
  const offset = pageNumber(page.cursor)
  const read = await readJson(gate, { endpoint: allUserRoles, query: { limit: pageSize, offset }, signal })
  if (read.kind !== 'json') return read
  const entries = member(read.value, 'users')
  if (!Array.isArray(entries)) return unexpected(read.value, message('response.no_list', { list: 'users' }))
  const listed = readEntries(entries, page.seen)
  const details = await readUserDetails(gate, { users: listed.users, sizes: page.sizes, signal })
  if (details.kind === 'failed') return details
  // Unreadable records count as seen: a page with only those is not the end of the list.
  const newKeys = [...listed.added.keys()]
  for (const [key, email] of listed.added) page.seen.set(key, email)
  const { total, hasMore } = pageEnd(read.value, { entries, newKeys, known: page.seen.size })
  return {
    kind: 'page',
    items: details.users,
    unreadable: [...listed.unreadable, ...details.unreadable],
    total,
    detailsFailure: details.failure,
    next: hasMore ? String(offset + entries.length) : null,
  }
}

interface Listed {
  readonly users: readonly UserReading[]
  readonly unreadable: readonly UnreadableRecord[]
  /** One for each record that no earlier page had, with its address. */
  readonly added: ReadonlyMap<string, string>
}

const isSame = (email: string, other: string) => email.toLowerCase() === other.toLowerCase()

function readEntries(entries: readonly unknown[], seen: ReadonlyMap<string, string>): Listed {
  const users = new Map<string, UserReading>()
  const unreadable: UnreadableRecord[] = []
  const added = new Map<string, string>()
  const note = (entry: unknown, reason: Message, isOmitted: boolean) => {
    const id = text(member(entry, 'userId')) ?? null
    unreadable.push(unreadableRecord('users', entry, { reason, id, isOmitted }))
  }
  for (const entry of entries) {
    const problem = problemOf(entry)
    const key = problem === null ? keyOf(entry) : `unreadable ${jsonText(entry).slice(0, comparedText)}`
    const email = text(member(entry, 'username')) ?? ''
    const twin = seen.get(key) ?? added.get(key)
    // Two users of one ID, on one page or on two: the directory has one place for them.
    if (problem === null && twin !== undefined && !isSame(twin, email)) {
      const shared = `shared ${key} ${email.toLowerCase()}`
      if (seen.has(shared) || added.has(shared)) continue
      added.set(shared, email)
      note(entry, message('record.user_id_shared', { email: twin.slice(0, longest.email) }), true)
      continue
    }
    if (seen.has(key)) continue
    added.set(key, email)
    if (problem !== null) {
      note(entry, problem, true)
      continue
    }
    const { user, issues } = readEntry(entry)
    users.set(user.id, user)
    if (issues.length > 0) note(entry, issuesInOne(issues), false)
  }
  return { users: [...users.values()], unreadable, added }
}

/** Why a record names no user, or null. */
function problemOf(entry: unknown): Message | null {
  if (!isRecord(entry)) return message('record.no_object')
  const email = text(member(entry, 'username'))?.trim()
  if (email === undefined || email === '') return message('record.no_username')
  if (email.length > longest.email) return message('record.username_long', { most: longest.email })
  const id = member(entry, 'userId')
  if (id !== undefined && id !== null && typeof id !== 'string') return message('record.user_id_no_text')
  return (text(id)?.length ?? 0) > longest.id ? message('record.user_id_long', { most: longest.id }) : null
}

/** Present in every documented sample. Without it, the address is the only key. */
function keyOf(entry: unknown): string {
  return text(member(entry, 'userId')) ?? text(member(entry, 'username')) ?? ''
}

function readEntry(entry: unknown): { readonly user: UserReading; readonly issues: readonly Message[] } {
  const { issues, roles, listsOnly } = readHeldRoles(entry)
  const user: UserReading = {
    id: keyOf(entry),
    email: text(member(entry, 'username')) ?? '',
    orgUserId: orgUserIdOf(member(entry, 'orgUserId')),
    roles,
    listsOnly,
    canCreateBot: flag(member(entry, 'canCreateBot')),
    isDeveloper: flag(member(entry, 'isDeveloper')),
  }
  return { user, issues }
}

/** An empty text means that there is none; any value that is not text is unknown. */
function orgUserIdOf(value: unknown): string | null | undefined {
  if (value === '') return null
  return text(value)
}
