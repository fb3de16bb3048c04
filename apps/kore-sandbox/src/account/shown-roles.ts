import type { Access } from '../users/user.ts'
import { botById, groupsReached, roleById } from './catalogue.ts'

type ShownBotRole = {
  readonly roleId: string
  readonly roleName: string
  readonly groups: readonly string[]
  readonly botId: string
  readonly botName: string
}
type ShownAdminRole = { readonly roleId: string; readonly roleName: string; readonly groups: readonly string[] }

const nameOf = (roleId: string): string => roleById.get(roleId)?.name ?? ''

function show(roleId: string, botId: string, through: readonly string[]): ShownBotRole {
  return { roleId, roleName: nameOf(roleId), groups: through, botId, botName: botById.get(botId)?.name ?? '' }
}

/** Bot roles in the read calls: direct ones without groups, inherited ones with the names of their groups. */
export function shownBotRoles(access: Access): readonly ShownBotRole[] {
  const direct = access.botRoles.map((grant) => show(grant.roleId, grant.botId, []))
  const through = groupsReached(access.groups).flatMap((group) =>
    group.grants.map((grant) => show(grant.roleId, grant.botId, [group.name])),
  )
  return [...direct, ...through]
}

export function shownAdminRoles(access: Access): readonly ShownAdminRole[] {
  return access.adminRoles.map((roleId) => ({ roleId, roleName: nameOf(roleId), groups: [] }))
}
