import type { Identifier, RoleHeld, User, UserStatus } from '@muster/core/user'
import type { ReadUser } from '../../features/jobs/ports.ts'
import { errorWords } from './answer-kind.ts'
import { isRecord, list, member, text } from './json-value.ts'
import { statusWord } from './reasons.ts'
import { wordsOf } from './redact.ts'
import { identifierName } from './user-outcomes.ts'

/** The response leaves the user out; waiting does not help. */
const unanswered: ReadUser = { kind: 'unreadable', cause: 'unexpected_answer', koreAnswer: null }

/**
 * The answer of Get User Information, in the order asked. A user is found only where an element names them and tells their
 * roles, groups and both flags; a missing part would otherwise read as "has none".
 */
export function readUsersInfo(asked: readonly Identifier[], body: unknown): readonly ReadUser[] {
  const byName = new Map<string, unknown[]>()
  for (const element of list(body)) {
    const named = member(element, 'userInfo')
    const email = text(member(named, 'emailId'))
    const org = text(member(named, 'orgUserId'))
    const names = new Set<string>()
    if (email !== undefined) names.add(identifierName('email', email))
    if (org !== undefined) names.add(identifierName('orgUserId', org))
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), element])
  }
  return asked.map((identifier) => {
    if (identifier.by !== 'email' && identifier.by !== 'orgUserId') return unanswered
    const elements = byName.get(identifierName(identifier.by, identifier.value)) ?? []
    if (elements.length > 1 && new Set(elements.map((one) => JSON.stringify(one))).size > 1) {
      return { kind: 'unreadable', cause: 'unexpected_answer', koreAnswer: wordsOf(elements) }
    }
    return elements.length === 0 ? unanswered : readElement(elements[0])
  })
}

function readElement(element: unknown): ReadUser {
  const named = member(element, 'userInfo')
  const reason = member(named, 'reason') ?? member(element, 'reason')
  const failed = ['failure', 'failed', 'error'].includes(statusWord(named))
  if (failed || (reason !== undefined && reason !== null)) {
    const words = typeof reason === 'string' ? reason : (errorWords(reason)[0] ?? '')
    const absent = /not found|invalid[ _]?e-?mail|does(?: not|n't) exist/i.test(words)
    const koreAnswer = wordsOf(element)
    return absent ? { kind: 'absent', koreAnswer } : { kind: 'unreadable', cause: 'kore_refused', koreAnswer }
  }
  const user = userOf(element, named)
  return user === null
    ? { kind: 'unreadable', cause: 'unexpected_answer', koreAnswer: wordsOf(element) }
    : { kind: 'found', user }
}

function userOf(element: unknown, named: unknown): User | null {
  const id = text(member(named, 'userId'))
  const email = text(member(named, 'emailId'))
  const roles = member(element, 'roles')
  const groups = member(element, 'groups')
  const canCreateBot = member(element, 'canCreateBot')
  const isDeveloper = member(element, 'isDeveloper')
  if (id === undefined || email === undefined || !isRecord(roles) || !Array.isArray(groups)) return null
  if (typeof canCreateBot !== 'boolean' || typeof isDeveloper !== 'boolean') return null
  const held = heldRoles(roles)
  if (held === null) return null
  return {
    id,
    email,
    firstName: text(member(named, 'firstName')) ?? '',
    lastName: text(member(named, 'lastName')) ?? '',
    orgUserId: text(member(named, 'orgUserId')) ?? null,
    status: accountStatus(statusWord(named)),
    groups: list(groups).flatMap((group) => text(member(group, 'groupId')) ?? []),
    roles: held,
    canCreateBot,
    isDeveloper,
  }
}

/** `btRoles` and `adminRoles` of a user; null where an entry is not a role. */
export function heldRoles(holder: unknown): readonly RoleHeld[] | null {
  const roles: RoleHeld[] = []
  for (const [key, onBot] of [
    ['btRoles', true],
    ['adminRoles', false],
  ] as const) {
    const entries = member(holder, key)
    if (entries !== undefined && !Array.isArray(entries)) return null
    for (const entry of list(entries)) {
      const roleId = text(member(entry, 'roleId'))
      const botId = text(member(entry, 'botId'))
      if (roleId === undefined || (onBot && botId === undefined)) return null
      const viaGroups = list(member(entry, 'groups')).filter((name) => typeof name === 'string' && name !== '')
      roles.push({ roleId, botId: onBot ? (botId ?? null) : null, viaGroups: viaGroups.map(String) })
    }
  }
  return roles
}

/** Statuses of the console (Admin Console, User Management) in small letters. */
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
