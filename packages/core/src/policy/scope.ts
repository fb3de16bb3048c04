import type { Lookups } from '../account/access.ts'
import { roleDetails } from '../account/access-names.ts'
import type { Access } from '../account/user.ts'
import type { Scope } from '../permission.ts'
import type { PlanItem, PlanNote, Step } from '../plan/plan.ts'
import { blockItem, type UserMatch } from '../plan/plan-item.ts'

/** A limit, with what its sentences name. */
export interface PlanScope {
  readonly scope: Scope
  /** Members who can make the change, in words; empty if there are none. */
  readonly others: string
}

/** Whether a user with these groups is within the limit. */
export function reachesUser({ groups }: Pick<Scope, 'groups'>, user: Pick<Access, 'groups'>): boolean {
  return groups === null || user.groups.some((id) => groups.includes(id))
}

const unknown: UserMatch = { kind: 'none' }

/**
 * The match as a limited member may know it: a user beyond the limit is like an unknown one. So are several users,
 * because some of them may be beyond it.
 */
export function matchWithin(scope: Scope | null, match: UserMatch): UserMatch {
  if (scope === null || scope.groups === null || match.kind === 'none') return match
  return match.kind === 'user' && reachesUser(scope, match.user) ? match : unknown
}

const mostNames = 5

function namesOf(ids: readonly string[], known: ReadonlyMap<string, { readonly name: string }>): string {
  const names = ids.slice(0, mostNames).map((id) => known.get(id)?.name ?? id)
  return [...names, ...(ids.length > mostNames ? ['…'] : [])].join(', ')
}

type Beyond = Readonly<Record<string, string>>

/** What a step changes beyond the limit; null if it is within. Groups can bring roles on any bot. */
function beyond(step: Step, { groups, bots }: Scope, lookups: Lookups): Beyond | null {
  switch (step.field) {
    case 'group': {
      const isWithin = bots === null && (groups === null || groups.includes(step.groupId))
      return isWithin ? null : { group: lookups.groups.get(step.groupId)?.name ?? step.groupId, groupId: step.groupId }
    }
    case 'role':
      return bots === null || (step.botId !== null && bots.includes(step.botId))
        ? null
        : { ...roleDetails(step, lookups) }
    case 'data': {
      const isWithin =
        bots === null || (step.scope.kind === 'bots' && step.scope.botIds.every((id) => bots.includes(id)))
      return isWithin ? null : { what: 'erase' }
    }
    case 'account':
    case 'canCreateBot':
    case 'isDeveloper':
      return null
  }
}

/** A removal takes every role of the user. */
function takesOthers({ steps, before }: PlanItem, { bots }: Scope): boolean {
  if (bots === null || !steps.some(({ field }) => field === 'account')) return false
  return before === null || before.roles.some(({ botId }) => botId === null || !bots.includes(botId))
}

const isAboutMatch = ({ code }: PlanNote) => code === 'user_not_found' || code === 'user_ambiguous'

/** Blocks what a plan does beyond the limit of its author, with the limit and who could do it. */
export function scopeGuard(limit: PlanScope | null, lookups: Lookups): (item: PlanItem) => PlanItem {
  if (limit === null) return (item) => item
  const { scope, others } = limit
  const named: Beyond = {
    ...(scope.groups === null ? {} : { groups: namesOf(scope.groups, lookups.groups) }),
    ...(scope.bots === null ? {} : { bots: namesOf(scope.bots, lookups.bots) }),
    ...(others === '' ? {} : { others }),
  }
  return (item) => {
    if (scope.groups !== null && item.user === null) {
      const rest = item.blockers.filter((one) => !isAboutMatch(one))
      if (rest.length > 0) return item
      return blockItem({ ...item, blockers: rest }, { code: 'user_out_of_scope', details: named })
    }
    if (item.disposition !== 'change') return item
    const found = item.steps.map((step) => beyond(step, scope, lookups)).filter((facts) => facts !== null)
    const all = takesOthers(item, scope) ? [...found, { what: 'remove' }] : found
    return all.reduce<PlanItem>(
      (blocked, facts) => blockItem(blocked, { code: 'change_out_of_scope', details: { ...named, ...facts } }),
      item,
    )
  }
}
