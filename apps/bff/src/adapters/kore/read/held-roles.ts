import type { RoleHeld } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { member, text } from '../responses/json-value.ts'

export interface HeldRoles extends Pick<UserReading, 'roles' | 'listsOnly'> {
  /** One message for each unreadable part. */
  readonly issues: readonly Message[]
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
  const issues: Message[] = []
  const read = lists.map(({ key, kind }) => {
    const entries = member(holder, key)
    if (Array.isArray(entries)) {
      const roles = entries.flatMap((entry) => readRole(entry, kind, issues) ?? [])
      // A role without an ID may be any role, so the list is unknown.
      return { kind, roles: entries.every((entry) => text(member(entry, 'roleId')) !== undefined) ? roles : undefined }
    }
    if (entries !== undefined && entries !== null) issues.push(message('record.no_list', { field: key }))
    return { kind, roles: undefined }
  })
  const known = read.flatMap(({ kind, roles }) => (roles === undefined ? [] : [{ kind, roles }]))
  const [only] = known
  if (only === undefined) return { issues }
  const roles = known.flatMap((one) => one.roles)
  return known.length === lists.length ? { roles, issues } : { roles, listsOnly: only.kind, issues }
}

function roleIssue(role: string | undefined, roleId: string | undefined): Message {
  if (role === undefined) return message('record.role_without_id')
  return roleId === undefined
    ? message('record.named_role_without_id', { role })
    : message('record.role_without_bot', { role })
}

function readRole(entry: unknown, kind: 'bot' | 'admin', issues: Message[]): RoleHeld | null {
  const roleId = text(member(entry, 'roleId'))
  const botId = kind === 'bot' ? text(member(entry, 'botId')) : null
  if (roleId === undefined || botId === undefined) {
    const role = text(member(entry, 'roleName')) ?? roleId
    issues.push(roleIssue(role?.slice(0, 100), roleId))
    return null
  }
  const via = member(entry, 'groups')
  const viaGroups = Array.isArray(via) ? via.filter((name) => typeof name === 'string' && name !== '') : []
  return { roleId, botId, viaGroups }
}
