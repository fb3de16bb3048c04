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
    effects.filter(({ added, removed }) => added + removed > 0).map(({ key }) => permissionFor(key)),
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
