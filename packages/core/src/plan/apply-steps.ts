import type { Access, RoleHeld } from '../account/user.ts'
import type { Step } from './plan.ts'

/** Name of a group, where roles name the groups they come through by name rather than by id. */
export type GroupName = (groupId: string) => string | undefined

const sameRole = (held: RoleHeld, step: { roleId: string; botId: string | null }): boolean =>
  held.roleId === step.roleId && held.botId === step.botId

/** Leaving a group takes the roles that came through it alone. */
function leaveGroup(access: Access, groupId: string, groupName: GroupName): Access {
  const name = groupName(groupId)
  const roles = access.roles.flatMap((held) => {
    const viaGroups = held.viaGroups.filter((via) => via !== groupId && via !== name)
    if (viaGroups.length === held.viaGroups.length) return [held]
    return viaGroups.length === 0 ? [] : [{ ...held, viaGroups }]
  })
  return { ...access, groups: access.groups.filter((id) => id !== groupId), roles }
}

function applyStep(access: Access, step: Step, groupName: GroupName): Access | null {
  switch (step.field) {
    case 'group':
      if (step.op === 'remove') return leaveGroup(access, step.groupId, groupName)
      return access.groups.includes(step.groupId) ? access : { ...access, groups: [...access.groups, step.groupId] }
    case 'role': {
      if (step.op === 'remove') return { ...access, roles: access.roles.filter((held) => !sameRole(held, step)) }
      if (access.roles.some((held) => sameRole(held, step))) return access
      return { ...access, roles: [...access.roles, { roleId: step.roleId, botId: step.botId, viaGroups: [] }] }
    }
    case 'canCreateBot':
      return { ...access, canCreateBot: step.to }
    case 'isDeveloper':
      return { ...access, isDeveloper: step.to }
    case 'account':
      return null
    case 'data':
      break
  }
  return access
}

/**
 * The access of a user after the steps took effect; null after a removal. What joining a group brings along
 * is not known here, so it is not added.
 */
export function applySteps(
  access: Access,
  steps: readonly Step[],
  groupName: GroupName = () => undefined,
): Access | null {
  let now: Access | null = access
  for (const step of steps) {
    if (now === null) return null
    now = applyStep(now, step, groupName)
  }
  return now
}
