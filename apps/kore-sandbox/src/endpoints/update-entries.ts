import { roleIdPattern } from '@muster/kore-api/identifiers'
import { removalRefusedMessage } from '@muster/kore-api/remove-users'
import { adminRoles, botById, roleById } from '../account/catalogue.ts'
import { castError, reasonObject } from '../responses/responses.ts'
import type { Access } from '../users/user.ts'
import type { Profile, World } from '../world.ts'

export type RoleEntry = { readonly roleId: string; readonly botId?: string | undefined }

/** A raw entry of the request: some pages call the bot `streamId`. */
export function roleEntry(entry: {
  roleId: string
  botId?: string | undefined
  streamId?: string | undefined
}): RoleEntry {
  const botId = entry.botId ?? entry.streamId
  return { roleId: entry.roleId, ...(botId === undefined ? {} : { botId }) }
}

/** Why an entry of a role list fails, or undefined. */
export function roleFault(profile: Profile, entry: RoleEntry): unknown {
  if (!roleIdPattern.test(entry.roleId)) return castError(entry.roleId)
  const role = roleById.get(entry.roleId)
  if (role === undefined) return reasonObject(profile, 'Role not found')
  if (role.id === adminRoles[0]?.id) return reasonObject(profile, removalRefusedMessage)
  if (role.type === 'admin') return entry.botId === undefined ? undefined : reasonObject(profile, 'Invalid roleId')
  if (entry.botId === undefined) return reasonObject(profile, 'botId is required')
  return botById.has(entry.botId) ? undefined : reasonObject(profile, 'Bot not found')
}

/** Why an entry of a group list fails, or undefined. */
export function groupFault({ groups, profile }: Pick<World, 'groups' | 'profile'>, groupId: string): unknown {
  return groups.byId.has(groupId) ? undefined : reasonObject(profile, 'Group not found')
}

const same = (one: RoleEntry, other: RoleEntry): boolean => one.roleId === other.roleId && one.botId === other.botId

/** `access` plus one role. */
export function withRole(access: Access, entry: RoleEntry): Access {
  const without = withoutRole(access, entry)
  if (entry.botId === undefined) return { ...access, adminRoles: [...without.adminRoles, entry.roleId] }
  return { ...access, botRoles: [...without.botRoles, { roleId: entry.roleId, botId: entry.botId }] }
}

/** `access` minus one role; a role that is not held directly changes nothing. */
export function withoutRole(access: Access, entry: RoleEntry): Access {
  if (entry.botId === undefined) {
    return { ...access, adminRoles: access.adminRoles.filter((roleId) => roleId !== entry.roleId) }
  }
  return { ...access, botRoles: access.botRoles.filter((held) => !same(held, entry)) }
}

/** `access` plus or minus one group. */
export function withGroup(access: Access, groupId: string): Access {
  return access.groups.includes(groupId) ? access : { ...access, groups: [...access.groups, groupId] }
}
export function withoutGroup(access: Access, groupId: string): Access {
  return { ...access, groups: access.groups.filter((held) => held !== groupId) }
}

function comparable(access: Access): string {
  return JSON.stringify([
    access.groups.toSorted(),
    access.botRoles.map((held) => `${held.roleId} ${held.botId}`).toSorted(),
    access.adminRoles.toSorted(),
    access.canCreateBot,
    access.isDeveloper,
    access.taskBots.toSorted(),
  ])
}

/** Whether two accesses are equal, regardless of order. */
export function sameAccess(one: Access, other: Access): boolean {
  return comparable(one) === comparable(other)
}
