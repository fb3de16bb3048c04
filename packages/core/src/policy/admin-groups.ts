import type { Lookups } from '../account/access.ts'
import type { PlanEffect } from '../plan/plan.ts'

const prefix = 'group:'

/** Whether users join a group that is not marked. */
export const joinsGroup = ({ key, added, grantsAdmin }: PlanEffect): boolean =>
  key.startsWith(prefix) && added > 0 && grantsAdmin !== true

/** Marks groups that users join and that bring an admin role: another user holds one through the group, by its id or name. */
export function markAdminGroups<E extends PlanEffect>(
  effects: readonly E[],
  { adminGroups, groups }: Pick<Lookups, 'adminGroups' | 'groups'>,
): readonly E[] {
  if (adminGroups === undefined || adminGroups.size === 0) return effects
  return effects.map((effect) => {
    if (!joinsGroup(effect)) return effect
    const id = effect.key.slice(prefix.length)
    const name = groups.get(id)?.name
    const isAdmin = adminGroups.has(id) || (name !== undefined && adminGroups.has(name))
    return isAdmin ? { ...effect, grantsAdmin: true } : effect
  })
}
