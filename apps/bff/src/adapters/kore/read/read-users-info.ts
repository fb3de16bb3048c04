import type { Access, Identifier, UserStatus } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { PartlyRead, ReadUser } from '../../../engine/kore-ports.ts'
import { isRecord, list, member, text, wholeJsonText } from '../responses/json-value.ts'
import { statusWord } from '../responses/reasons.ts'
import { wordsOf } from '../responses/redact.ts'
import { errorWords } from '../responses/response-kind.ts'
import { identifierName } from '../responses/user-outcomes.ts'
import { readHeldRoles } from './held-roles.ts'

/** The response omits the user; waiting does not help. */
const notListed: UserRead = {
  read: { kind: 'unreadable', cause: 'user_unreadable', koreResponse: null },
  issues: [],
}

export const isNotListed = (read: UserRead | undefined): boolean => read === undefined || read === notListed

export interface UserRead {
  readonly read: ReadUser | PartlyRead
  /** Skipped parts of the record, one message each. */
  readonly issues: readonly Message[]
}

/** The response of Get User Information, in the order of the identifiers. */
export function readUsersInfo(requested: readonly Identifier[], body: unknown): readonly UserRead[] {
  const byName = elementsByName(body)
  return requested.map((identifier) => {
    if (identifier.by !== 'email' && identifier.by !== 'orgUserId') return notListed
    const elements = byName.get(identifierName(identifier.by, identifier.value)) ?? []
    const [first] = elements
    if (first === undefined) return notListed
    if (elements.length > 1 && !areSame(elements)) {
      return { read: { kind: 'unreadable', cause: 'user_unreadable', koreResponse: wordsOf(elements) }, issues: [] }
    }
    return { read: readElement(first), issues: elementIssues(first) }
  })
}

/** Elements too deep to compare count as different. */
function areSame([first, ...others]: readonly unknown[]): boolean {
  const whole = wholeJsonText(first)
  return whole !== null && others.every((other) => wholeJsonText(other) === whole)
}

function elementsByName(body: unknown): ReadonlyMap<string, readonly unknown[]> {
  const byName = new Map<string, unknown[]>()
  for (const element of list(body)) {
    const named = member(element, 'userInfo')
    const email = text(member(named, 'emailId'))
    const org = text(member(named, 'orgUserId'))
    const names = new Set<string>()
    if (email !== undefined) names.add(identifierName('email', email))
    if (org !== undefined) names.add(identifierName('orgUserId', org))
    for (const name of names) {
      const elements = byName.get(name)
      if (elements === undefined) byName.set(name, [element])
      else elements.push(element)
    }
  }
  return byName
}

function readElement(element: unknown): ReadUser | PartlyRead {
  const named = member(element, 'userInfo')
  const reason = member(named, 'reason') ?? member(element, 'reason')
  const failed = ['failure', 'failed', 'error'].includes(statusWord(named))
  const koreResponse = wordsOf(element)
  if (failed || (reason !== undefined && reason !== null)) {
    const words = typeof reason === 'string' ? reason : (errorWords(reason)[0] ?? '')
    return namesNoUser(named, words)
      ? { kind: 'absent', koreResponse }
      : { kind: 'unreadable', cause: 'user_unreadable', koreResponse }
  }
  const user = readingOf(element, named)
  if (user === null) return { kind: 'unreadable', cause: 'user_unreadable', koreResponse }
  const access = wholeAccess(user)
  return access === null ? { kind: 'partly_read', user, koreResponse } : { kind: 'found', user: { ...user, ...access } }
}

/** Whether a failure means that the user does not exist. A failure about a part of a user, or with a user ID, does not. */
function namesNoUser(named: unknown, words: string): boolean {
  if (text(member(named, 'userId')) !== undefined || /\b(?:role|group|bot|stream|app)s?\b/i.test(words)) return false
  return /not found|invalid[ _]?e-?mail|does(?: not|n't) exist/i.test(words)
}

/** The content of an element; null if it names no user. A missing part is unknown, never "has none". */
function readingOf(element: unknown, named: unknown): UserReading | null {
  const id = text(member(named, 'userId'))
  const email = text(member(named, 'emailId'))
  if (id === undefined || email === undefined) return null
  const { roles, listsOnly } = readHeldRoles(member(element, 'roles'))
  const status = statusWord(named)
  return {
    id,
    email,
    firstName: anyText(member(named, 'firstName')),
    lastName: anyText(member(named, 'lastName')),
    orgUserId: text(member(named, 'orgUserId')),
    status: status === '' ? undefined : accountStatus(status),
    groups: groupsOf(member(element, 'groups')),
    roles,
    listsOnly,
    canCreateBot: flag(member(element, 'canCreateBot')),
    isDeveloper: flag(member(element, 'isDeveloper')),
    ...lastLoginOf(member(named, 'lastLogin')),
  }
}

/** ISO text in every documented sample; anything that is no time is unknown. */
function lastLoginOf(value: unknown): Pick<UserReading, 'lastLoginAt'> {
  const at = typeof value === 'string' ? new Date(value) : null
  const isTime = at !== null && at.getTime() >= 0 && at.getUTCFullYear() < 10_000
  return isTime ? { lastLoginAt: at.toISOString() } : {}
}

function groupsOf(groups: unknown): readonly string[] | undefined {
  if (!Array.isArray(groups)) return undefined
  const ids = groups.map((group) => text(member(group, 'groupId')))
  const known = ids.filter((id) => id !== undefined)
  // A group without an ID may be any group, so the list is unknown.
  return known.length === ids.length ? [...new Set(known)] : undefined
}

function wholeAccess(reading: UserReading): Access | null {
  const { groups, roles, listsOnly, canCreateBot, isDeveloper } = reading
  if (groups === undefined || roles === undefined || listsOnly !== undefined) return null
  return canCreateBot === undefined || isDeveloper === undefined ? null : { groups, roles, canCreateBot, isDeveloper }
}

/** Text that may be empty: the response includes it either way. */
function anyText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A flag of the response; any value but true or false is unknown. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** Skipped entries of an element, one message each. */
function elementIssues(element: unknown): readonly Message[] {
  const groups = member(element, 'groups')
  const nameless = list(groups).filter((group) => text(member(group, 'groupId')) === undefined).length
  const issues = nameless === 0 ? [] : [message('record.groups_without_id', { count: nameless })]
  if (groups !== undefined && groups !== null && !Array.isArray(groups))
    issues.push(message('record.no_list', { field: 'groups' }))
  const roles = member(element, 'roles')
  if (roles !== undefined && !isRecord(roles)) issues.push(message('record.field_no_object', { field: 'roles' }))
  return [...issues, ...readHeldRoles(roles).issues]
}

/** Statuses of the console (Admin Console, User Management) in lower case. */
function accountStatus(word: string): UserStatus {
  switch (word) {
    case 'active':
      return 'active'
    case 'inactive':
    case 'not active':
    case 'not_active':
    case 'notactive':
      return 'not_active'
    case 'locked':
      return 'locked'
    case 'suspended':
      return 'suspended'
    default:
      return 'unknown'
  }
}
