import type { UserEntry } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { NameIndex } from '@muster/core/account/name-index'
import { type IdentifierKind, readIdentifier } from '@muster/core/identifier/read-identifier'
import type { AccountNames } from '@muster/core/upload/account-names'
import { isBlankLike } from '@muster/core/upload/upload-blank'
import { readGroups, readRoles } from '@muster/core/upload/upload-cell'
import { isFooterText } from '@muster/core/upload/upload-footer'
import { accountNamesOf } from '../check/account-names.ts'

/** Headings of a template with users: each is recognized unchanged, and an unchanged file requests nothing new. */
export const filledHeader = [
  'Email ID',
  'Organization ID',
  'User ID',
  'First Name',
  'Last Name',
  'Status',
  'Set groups',
  'Add roles',
  'Remove roles',
  'Developer',
  'Can create bots',
] as const

// Characters that reading a cell removes.
const changedByReading = /^\s|\s$|[\p{Cf}\u00ad]/u

type Role = UserEntry['roles'][number]

/** Writes access as cells that read back as exactly that access: by name if unambiguous, otherwise by id, otherwise not at all. */
export function templateCells(lookups: Lookups): (user: UserEntry) => readonly string[] {
  const names = accountNamesOf(lookups)
  const groupText = remembering((id) => written(id, lookups.groups.get(id)?.name, names.groups))
  const roleText = new Map<string, string>()
  const roleOf = ({ roleId, botId }: Role) => {
    const key = JSON.stringify([roleId, botId])
    const text = roleText.get(key) ?? roleWritten([roleId, botId], lookups, names)
    roleText.set(key, text)
    return text
  }
  const groupsCell = (groups: readonly string[]) => {
    const cell = groups.map(groupText).join('; ')
    // A list that would read back shorter removes groups: better to omit it.
    return sameList(readGroups(cell, 0, names), groups) ? cell : ''
  }
  const roleCell = (roles: readonly Role[]) =>
    roles
      .filter(({ viaGroups }) => viaGroups.length === 0)
      .map(roleOf)
      .filter((text) => text !== '')
      .join('; ')
  return (user) => [
    ...identifierCells(user),
    user.firstName,
    user.lastName,
    user.status,
    groupsCell(user.groups),
    roleCell(user.roles),
    '',
    user.isDeveloper ? 'yes' : 'no',
    user.canCreateBot ? 'yes' : 'no',
  ]
}

function isReadAsIs(by: IdentifierKind, value: string): boolean {
  const reading = readIdentifier(by, value)
  return reading.kind === 'one' && reading.value === value && !isBlankLike(value) && !isFooterText(value)
}

/** Kore.ai's id only for users without another identifier. */
function identifierCells({ email, orgUserId, id }: UserEntry): readonly [string, string, string] {
  const mail = isReadAsIs('email', email) ? email : ''
  const org = orgUserId !== null && isReadAsIs('orgUserId', orgUserId) ? orgUserId : ''
  return [mail, org, mail === '' && org === '' ? id : '']
}

function sameList(
  reading: { readonly value: readonly string[]; readonly issues: readonly unknown[] },
  ids: readonly string[],
) {
  return (
    reading.issues.length === 0 && reading.value.length === ids.length && ids.every((id) => reading.value.includes(id))
  )
}

/** A name if it is found as this thing and is unambiguous, otherwise the id. */
function written(id: string, name: string | undefined, index: NameIndex): string {
  if (name === undefined || /[;,|\n\r]/.test(name) || changedByReading.test(name) || name.startsWith("'")) return id
  const match = index.find(name)
  return match.kind === 'found' && match.id === id ? name : id
}

/** Empty if no spelling reads back as the role: an "Add roles" cell without it still requests the same. */
function roleWritten([roleId, botId]: readonly [string, string | null], lookups: Lookups, names: AccountNames): string {
  const role = written(roleId, lookups.roles.get(roleId)?.name, names.roles)
  const bot = botId === null ? '' : ` on ${written(botId, lookups.bots.get(botId)?.name, names.bots)}`
  const plain = botId === null ? roleId : `${roleId} on ${botId}`
  return [role + bot, plain].find((text) => readsAs(text, { roleId, botId }, names)) ?? ''
}

function readsAs(text: string, role: { roleId: string; botId: string | null }, names: AccountNames): boolean {
  const { value, issues } = readRoles(text, 0, names)
  const [only] = value
  return issues.length === 0 && value.length === 1 && only?.roleId === role.roleId && only.botId === role.botId
}

function remembering(write: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const text = write(key)
    // Bounded by the account's groups, and its roles on bots.
    known.set(key, text)
    return text
  }
}
