import type { RoleHeld } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import { member, text } from '../responses/json-value.ts'

export interface HeldRoles extends Pick<UserReading, 'roles' | 'listsOnly'> {
  /** One sentence for each unreadable part. */
  readonly issues: readonly string[]
}

const lists = [
  { key: 'btRoles', kind: 'bot' },
  { key: 'adminRoles', kind: 'admin' },
] as const

/**
 * `btRoles` and `adminRoles` of a user. A list that is missing, malformed or holds a role without an ID is unknown, not
 * empty. A role without its required bot is skipped with an issue.
 */
export function readHeldRoles(holder: unknown): HeldRoles {
  const issues: string[] = []
  const read = lists.map(({ key, kind }) => {
    const entries = member(holder, key)
    if (Array.isArray(entries)) {
      const roles = entries.flatMap((entry) => readRole(entry, kind, issues) ?? [])
      // A role without an ID may be any role, so the list is unknown.
      return { kind, roles: entries.every((entry) => text(member(entry, 'roleId')) !== undefined) ? roles : undefined }
    }
    if (entries !== undefined && entries !== null) issues.push(`"${key}" is not a list.`)
    return { kind, roles: undefined }
  })
  const known = read.flatMap(({ kind, roles }) => (roles === undefined ? [] : [{ kind, roles }]))
  const [only] = known
  if (only === undefined) return { issues }
  const roles = known.flatMap((one) => one.roles)
  return known.length === lists.length ? { roles, issues } : { roles, listsOnly: only.kind, issues }
}

function readRole(entry: unknown, kind: 'bot' | 'admin', issues: string[]): RoleHeld | null {
  const roleId = text(member(entry, 'roleId'))
  const botId = kind === 'bot' ? text(member(entry, 'botId')) : null
  if (roleId === undefined || botId === undefined) {
    const role = text(member(entry, 'roleName')) ?? roleId
    const what = role === undefined ? 'A role' : `The role "${role.slice(0, 100)}"`
    issues.push(roleId === undefined ? `${what} has no ID.` : `${what} has no bot, so it was skipped.`)
    return null
  }
  const via = member(entry, 'groups')
  const viaGroups = Array.isArray(via) ? via.filter((name) => typeof name === 'string' && name !== '') : []
  return { roleId, botId, viaGroups }
}
