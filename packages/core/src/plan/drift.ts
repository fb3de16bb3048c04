import { type Access, type AccessFact, accessFacts } from '../account/user.ts'
import type { PlanItem, Step } from './plan.ts'
import { isUnread, roleKey } from './plan-update.ts'

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a)
  const right = new Set(b)
  return left.size === right.size && [...left].every((one) => right.has(one))
}

/** Whether two accesses are equal. Ignores order, repetition, and the groups that roles come from. */
export function sameAccess(a: Access, b: Access): boolean {
  return (
    a.canCreateBot === b.canCreateBot &&
    a.isDeveloper === b.isDeveloper &&
    sameSet(a.groups, b.groups) &&
    sameSet(a.roles.map(roleKey), b.roles.map(roleKey))
  )
}

/** Whether both accesses are equal in what a step changes. */
export function sameForStep(step: Step, a: Access, b: Access): boolean {
  switch (step.field) {
    case 'group':
      return a.groups.includes(step.groupId) === b.groups.includes(step.groupId)
    case 'role': {
      const holds = (access: Access) => access.roles.some((held) => roleKey(held) === roleKey(step))
      return holds(a) === holds(b)
    }
    case 'canCreateBot':
    case 'isDeveloper':
      return a[step.field] === b[step.field]
    case 'account':
    case 'data':
      break
  }
  return true
}

/** Whether a user is unchanged in everything these steps touch. Everything else may differ. */
export function sameWhereTouched(steps: readonly Step[], was: Access, now: Access): boolean {
  return steps.every((step) => sameForStep(step, was, now))
}

/** The flags an update sends: the planned ones, and the current value of a flag the plan does not touch. */
export function flagsToSend(steps: readonly Step[], now: Access): Pick<Access, 'canCreateBot' | 'isDeveloper'> {
  let { canCreateBot, isDeveloper } = now
  for (const step of steps) {
    if (step.field === 'canCreateBot') canCreateBot = step.to
    if (step.field === 'isDeveloper') isDeveloper = step.to
  }
  return { canCreateBot, isDeveloper }
}

/** Kore.ai refuses a user who may create bots and is not a developer. */
function flagsFit(steps: readonly Step[], now: Access): boolean {
  const { canCreateBot, isDeveloper } = flagsToSend(steps, now)
  return isDeveloper || !canCreateBot
}

/** Whether the plan did not know the access of the user. */
export const isBlind = ({ warnings }: Pick<PlanItem, 'warnings'>): boolean =>
  warnings.some(({ code, details }) => code === 'access_unverified' && details.what === 'access')

/** The parts of the access that the plan did not know. */
function unreadFacts({ warnings }: Pick<PlanItem, 'warnings'>): readonly AccessFact[] {
  const blind = warnings.find((one) => isBlind({ warnings: [one] }))
  if (blind === undefined) return []
  const named = blind.details.facts?.split(' ')
  return named === undefined ? accessFacts : accessFacts.filter((fact) => named.includes(fact))
}

/** How a user's access differs between plan and apply. */
export type Drift = 'as_planned' | 'already_there' | 'moved'

/**
 * Compares a user read now with what the plan saw: `as_planned` may be sent, `already_there` is unchanged, `moved` is
 * set aside as "changed since the plan". Only what the plan touches counts, and whether both flags still fit together.
 * Where the plan did not know a part of the access (`access_unverified`), nothing has moved from it.
 */
export function driftOf(item: Pick<PlanItem, 'steps' | 'before' | 'after' | 'warnings'>, now: Access): Drift {
  if (item.after !== null && item.steps.length > 0 && item.steps.every((step) => isDone(step, now))) {
    return 'already_there'
  }
  const unread = unreadFacts(item)
  if (item.before === null || unread.length === accessFacts.length) return 'as_planned'
  const known = item.steps.filter((step) => !isUnread(step, unread))
  const knewFlags = !unread.includes('canCreateBot') && !unread.includes('isDeveloper')
  const stillFits = !knewFlags || flagsFit(item.steps, now)
  return sameWhereTouched(known, item.before, now) && stillFits ? 'as_planned' : 'moved'
}

/** Whether a user already has what a step adds, or lacks what it removes. */
function isDone(step: Step, now: Access): boolean {
  switch (step.field) {
    case 'group':
      return now.groups.includes(step.groupId) === (step.op === 'add')
    case 'role':
      return now.roles.some((held) => roleKey(held) === roleKey(step)) === (step.op === 'add')
    case 'canCreateBot':
    case 'isDeveloper':
      return now[step.field] === step.to
    case 'account':
    case 'data':
      break
  }
  return false
}
