import type { Change } from '../change/change.ts'
import type { Permission } from '../permission.ts'
import type { PlanSummary } from '../plan/plan.ts'

const withGroup = 'with-group:'

/** The permission for one effect of a plan, by its key. */
function permissionFor(key: string): Permission {
  if (key === 'account') return 'users:remove'
  if (key === 'data') return 'users:erase'
  if (key.startsWith('group:') || key.startsWith('flag:')) return 'users:edit'
  if (key.startsWith(withGroup)) {
    const [, , botId]: readonly unknown[] = JSON.parse(key.slice(withGroup.length))
    // A role on a bot that goes with its group is part of leaving the group.
    return botId === null ? 'users:elevate' : 'users:edit'
  }
  return key.endsWith(':*') ? 'users:elevate' : 'users:roles'
}

/** The permissions that a plan needs to be applied: one for each kind of its effects, in the order of `permissions`. */
export function permissionsNeeded({ effects }: Pick<PlanSummary, 'effects'>): readonly Permission[] {
  const needed = new Set(
    effects
      .filter(({ added, removed }) => added + removed > 0)
      .flatMap(({ key, grantsAdmin }) => [
        permissionFor(key),
        ...(grantsAdmin === true ? (['users:elevate'] as const) : []),
      ]),
  )
  return planPermissions.filter((permission) => needed.has(permission))
}

/** The permissions that one requested change needs whatever its effects: Kore.ai may know more of the user. */
function permissionsForChange(change: Change): readonly PlanPermission[] {
  if (change.kind === 'remove') return ['users:remove']
  if (change.kind === 'erase') return ['users:erase']
  const { roles } = change
  const named = roles === undefined ? [] : roles.mode === 'set' ? roles.to : [...roles.add, ...roles.remove]
  const onRoles = named.map(({ botId }) => (botId === null ? 'users:elevate' : 'users:roles'))
  return ['users:edit', ...onRoles]
}

/** The permissions that requests to Kore.ai need, in the order of `permissions`. Bot tasks count as roles on a bot. */
export function permissionsForRequests(
  requests: readonly { readonly change: Change; readonly withBotTasks?: true }[],
): readonly PlanPermission[] {
  const needed = new Set(
    requests.flatMap(({ change, withBotTasks }) => [
      ...permissionsForChange(change),
      ...(withBotTasks === true ? (['users:roles'] as const) : []),
    ]),
  )
  return planPermissions.filter((permission) => needed.has(permission))
}

/** The permissions that plans need. */
export const planPermissions = [
  'users:edit',
  'users:roles',
  'users:elevate',
  'users:remove',
  'users:erase',
] as const satisfies readonly Permission[]
export type PlanPermission = (typeof planPermissions)[number]
