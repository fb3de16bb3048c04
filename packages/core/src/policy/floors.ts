import type { Lookups } from '../account/access.ts'
import { roleDetails } from '../account/access-names.ts'
import type { Access, RoleHeld } from '../account/user.ts'
import type { ChangeKind } from '../change/change.ts'
import { comparableAddress } from '../identifier/address.ts'
import { applySteps } from '../plan/apply-steps.ts'
import type { PlanItem, PlanNote, Step } from '../plan/plan.ts'
import { isGain } from '../plan/plan-fold.ts'
import { blockItem } from '../plan/plan-item.ts'
import type { ProtectedUsers } from './limits.ts'

/** How many users hold each admin role, and how many must keep it. A role that is absent is not guarded. */
export interface AdminPolicy {
  readonly holders: ReadonlyMap<string, number>
  /** Usually 1. */
  readonly floor: number
}

/** What the floors protect. */
export interface FloorFacts {
  readonly admins: AdminPolicy
  /** Email of the member who acts. */
  readonly actor: string
  readonly protectedUsers: ProtectedUsers
}

/** What one item takes from its user, as the floors see it. */
export interface Taking {
  readonly kind: ChangeKind
  /** Emails and ids of the user, in the form in which they are compared. */
  readonly names: readonly string[]
  readonly adminRolesLost: readonly string[]
  /** Whether it takes anything away: removal, erasure, or a step that is no gain. */
  readonly takesAway: boolean
}

const isAdmin = (held: RoleHeld): boolean => held.botId === null

/** Admin roles held now and not after the steps: demoted, taken out of the group they come through, or removed. */
function adminRolesLost(now: Access | null, steps: readonly Step[], lookups: Lookups): readonly string[] {
  const held = now === null ? [] : now.roles.filter(isAdmin)
  if (now === null || held.length === 0) return []
  const after = applySteps(now, steps, (id) => lookups.groups.get(id)?.name)
  const kept = new Set((after?.roles ?? []).filter(isAdmin).map(({ roleId }) => roleId))
  return [...new Set(held.map(({ roleId }) => roleId))].filter((id) => !kept.has(id))
}

/** What an item takes, given the access its user has now. */
export function takingOf(
  { change, identifier, user, steps }: Pick<PlanItem, 'change' | 'identifier' | 'user' | 'steps'>,
  now: Access | null,
  lookups: Lookups,
): Taking {
  const names = [identifier.value, user?.id, user?.email, user?.orgUserId]
  return {
    kind: change.kind,
    names: names.flatMap((name) => (name == null || name === '' ? [] : [comparableAddress(name)])),
    adminRolesLost: change.kind === 'erase' ? [] : adminRolesLost(now, steps, lookups),
    takesAway: steps.some((step) => !isGain(step)),
  }
}

/** Admin role ids with the number of holders left, while items are judged one after the other. */
type Left = Map<string, number>

type FloorPolicy = (taking: Taking, facts: FloorFacts, left: Left, lookups: Lookups) => readonly PlanNote[]

const note = (code: PlanNote['code'], details: PlanNote['details'] = {}): PlanNote => ({ code, details })

/** The floors no change goes below, each with the note it refuses a user with. */
const floorPolicies: readonly FloorPolicy[] = [
  ({ names, takesAway }, { protectedUsers }) =>
    takesAway
      ? names
          .flatMap((name) => protectedUsers.get(name) ?? [])
          .slice(0, 1)
          .map((code) => note(code))
      : [],
  ({ names, kind, adminRolesLost: lost }, { actor }) =>
    names.includes(comparableAddress(actor)) && (kind !== 'update' || lost.length > 0) ? [note('own_account')] : [],
  ({ adminRolesLost: lost }, { admins }, left, lookups) =>
    lost
      .filter((roleId) => (left.get(roleId) ?? Infinity) - 1 < admins.floor)
      .map((roleId) =>
        note('last_admin', { ...roleDetails({ roleId, botId: null }, lookups), floor: String(admins.floor) }),
      ),
]

/**
 * Judges items one after the other and returns why each is refused. The first demotions pass, the one that would go
 * below the floor does not. Grants do not count, because a grant may fail.
 */
export function createFloors(facts: FloorFacts, lookups: Lookups): (taking: Taking) => readonly PlanNote[] {
  const left: Left = new Map(facts.admins.holders)
  return (taking) => {
    const notes = floorPolicies.flatMap((policy) => policy(taking, facts, left, lookups))
    if (notes.length > 0) return notes
    for (const roleId of taking.adminRolesLost) left.set(roleId, (left.get(roleId) ?? Infinity) - 1)
    return []
  }
}

/** The floors over a plan, item by item and in order. */
export function floorGuard(facts: FloorFacts, lookups: Lookups): (item: PlanItem) => PlanItem {
  const judge = createFloors(facts, lookups)
  return (item) => {
    if (item.disposition !== 'change') return item
    return judge(takingOf(item, item.before, lookups)).reduce(blockItem, item)
  }
}
