import type { Access } from '@muster/core/account/user'
import type { PlanItem, Step } from '@muster/core/plan/plan'

const holds = (step: Step, access: Access): string => {
  switch (step.field) {
    case 'group':
      return access.groups.includes(step.groupId) ? 'a member' : 'not a member'
    case 'role':
      return access.roles.some((held) => held.roleId === step.roleId && held.botId === step.botId) ? 'held' : 'not held'
    case 'canCreateBot':
    case 'isDeveloper':
      return access[step.field] ? 'on' : 'off'
    case 'account':
      return 'in the account'
    case 'data':
      break
  }
  return ''
}

const subject = (step: Step): Record<string, string> => {
  switch (step.field) {
    case 'group':
      return { groupId: step.groupId }
    case 'role':
      return step.botId === null ? { roleId: step.roleId } : { roleId: step.roleId, botId: step.botId }
    case 'canCreateBot':
    case 'isDeveloper':
      return { flag: step.field }
    case 'account':
    case 'data':
      break
  }
  return {}
}

const word = (on: boolean): string => (on ? 'on' : 'off')

/** The first value that differs from the plan: planned from, current, planned to. */
export function driftFacts(item: PlanItem, now: Access): Record<string, string> {
  const { before, after } = item
  if (before === null) return {}
  const moved = item.steps.find((step) => holds(step, before) !== holds(step, now))
  if (moved !== undefined) {
    return { ...subject(moved), from: holds(moved, before), now: holds(moved, now), to: holds(moved, after ?? before) }
  }
  // No planned value changed, so the flag that the plan keeps no longer fits the one it sets.
  const flag = before.canCreateBot === now.canCreateBot ? 'isDeveloper' : 'canCreateBot'
  return { flag, from: word(before[flag]), now: word(now[flag]), to: word((after ?? before)[flag]) }
}
