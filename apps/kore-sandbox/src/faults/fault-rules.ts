import type { Account } from '../account/account.ts'
import type { ServedEndpoint } from '../server/routes.ts'
import type { FaultRule } from './fault.ts'
import { sentinelRules } from './sentinels.ts'

/** Selects the fault of a call. */
export type FaultRules = {
  /** The fault of this call, if any. Control rules take precedence over sentinels. */
  readonly pick: (endpoint: ServedEndpoint, body: unknown) => FaultRule | undefined
  readonly add: (rule: FaultRule) => void
  readonly clear: () => void
}

type Active = { readonly rule: FaultRule; seen: number; hit: number }

/** All strings of a body in lower case, including every named user. */
function namesIn(body: unknown, found = new Set<string>()): Set<string> {
  if (typeof body === 'string') found.add(body.toLowerCase())
  else if (typeof body === 'object' && body !== null) for (const part of Object.values(body)) namesIn(part, found)
  return found
}

type IdsOf = (emailId: string) => readonly string[]

/** Whether a rule applies to this call; counts the matching calls. */
function ruleHits(one: Active, endpoint: ServedEndpoint, names: ReadonlySet<string>, idsOf: IdsOf): boolean {
  const { rule } = one
  if (rule.endpoint !== undefined && rule.endpoint !== endpoint.name) return false
  if (rule.user !== undefined) {
    const ids = idsOf(rule.user)
    if (![rule.user, ...ids].some((id) => names.has(id.toLowerCase()))) return false
  }
  if (rule.next !== undefined && one.hit >= rule.next) return false
  one.seen += 1
  if (rule.every !== undefined && one.seen % rule.every !== 0) return false
  one.hit += 1
  return true
}

export function createFaultRules(account: Account): FaultRules {
  const idsOf = (emailId: string): readonly string[] => {
    const user = account.byEmail(emailId)
    return user === undefined ? [] : [user.emailId, user.userId, ...(user.orgUserId === null ? [] : [user.orgUserId])]
  }
  const sentinels = sentinelRules(idsOf)
  const sentinelHits = new Map<FaultRule, number>()
  let active: Active[] = []

  const sentinelFor = (endpoint: ServedEndpoint, names: ReadonlySet<string>): FaultRule | undefined => {
    const found = sentinels.find(
      ({ rule, ids, reads }) =>
        reads === (endpoint.effect === 'read') &&
        (rule.next === undefined || (sentinelHits.get(rule) ?? 0) < rule.next) &&
        [...ids].some((id) => names.has(id)),
    )
    if (found !== undefined) sentinelHits.set(found.rule, (sentinelHits.get(found.rule) ?? 0) + 1)
    return found?.rule
  }

  return {
    pick: (endpoint, body) => {
      const names = namesIn(body)
      return active.find((one) => ruleHits(one, endpoint, names, idsOf))?.rule ?? sentinelFor(endpoint, names)
    },
    add: (rule) => {
      active.push({ rule, seen: 0, hit: 0 })
    },
    clear: () => {
      active = []
      sentinelHits.clear()
    },
  }
}
