import type { Lookups } from './access.ts'
import { aboutRole } from './access-names.ts'
import type { PlanItem } from './plan.ts'
import type { Access, RoleHeld } from './user.ts'

/** The floor under the account's administrators: no plan goes below it. */
export interface AdminPolicy {
  /** How many people hold each admin role today, by role id. A role that is absent is not guarded. */
  readonly holders: ReadonlyMap<string, number>
  /** How many must be left of each, usually 1. */
  readonly floor: number
}

/** Admin roles somebody has before and would not have after: demoted, taken out of the group they come through, or removed. */
function adminRolesLost(before: Access | null, after: Access | null): readonly string[] {
  if (before === null) return []
  const kept = new Set((after?.roles ?? []).filter(isAdmin).map((held) => held.roleId))
  return [...new Set(before.roles.filter(isAdmin).map((held) => held.roleId))].filter((id) => !kept.has(id))
}

const isAdmin = (held: RoleHeld): boolean => held.botId === null

/**
 * Guards the floor over a whole plan, item by item and in order: the first demotions pass, the one that would go below
 * the floor is blocked. Grants in the same plan do not count, because a grant may fail.
 */
export function adminGuard(policy: AdminPolicy, lookups: Lookups): (item: PlanItem) => PlanItem {
  const left = new Map(policy.holders)
  return (item) => {
    if (item.disposition !== 'change' || item.change.kind === 'erase') return item
    const lost = adminRolesLost(item.before, item.after).filter((roleId) => left.has(roleId))
    const last = lost.filter((roleId) => (left.get(roleId) ?? 0) - 1 < policy.floor)
    if (last.length === 0) {
      for (const roleId of lost) left.set(roleId, (left.get(roleId) ?? 0) - 1)
      return item
    }
    const blockers = last.map((roleId) => ({
      code: 'last_admin' as const,
      about: { ...aboutRole({ roleId, botId: null }, lookups), floor: String(policy.floor) },
    }))
    return { ...item, disposition: 'blocked', steps: [], after: item.before, blockers: [...item.blockers, ...blockers] }
  }
}
