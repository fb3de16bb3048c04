import type { RoleOnBot } from '@muster/core/change/change'
import type { Step } from '@muster/core/plan/plan'

/** Names of groups, roles and bots by id; an id without a name is shown as it is. */
export interface AccessNames {
  readonly group: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role by its name alone. */
  readonly roleOnBot: (role: RoleOnBot) => string
}

/** Names for screens that have no look-ups: the ids themselves. */
export const idsAsNames: AccessNames = {
  group: (id) => id,
  bot: (id) => id,
  roleOnBot: ({ roleId, botId }) => (botId === null ? roleId : `${roleId} on ${botId}`),
}

/** One step as a chip: what comes, goes or turns, in words. */
export interface StepWords {
  readonly key: string
  readonly kind: 'add' | 'remove' | 'turn' | 'end'
  readonly text: string
  /** The id behind the name, where there is one. */
  readonly id: string | null
}

const flagNames = { canCreateBot: 'May create bots', isDeveloper: 'Developer' } as const
const onOff = (value: boolean) => (value ? 'yes' : 'no')

/** A step in words, with a key that is stable within one user. */
export function stepWords(step: Step, names: AccessNames): StepWords {
  switch (step.field) {
    case 'group':
      return { key: `group:${step.groupId}`, kind: step.op, text: names.group(step.groupId), id: step.groupId }
    case 'role':
      return {
        key: `role:${step.roleId}:${step.botId ?? '*'}`,
        kind: step.op,
        text: names.roleOnBot(step),
        id: step.botId === null ? step.roleId : `${step.roleId} on ${step.botId}`,
      }
    case 'canCreateBot':
    case 'isDeveloper':
      return {
        key: `flag:${step.field}`,
        kind: 'turn',
        text: `${flagNames[step.field]}: ${onOff(step.from)} → ${onOff(step.to)}`,
        id: null,
      }
    case 'account':
      return { key: 'account', kind: 'end', text: 'Removed from the account', id: null }
    case 'data':
      break
  }
  return {
    key: 'data',
    kind: 'end',
    id: null,
    text:
      step.scope.kind === 'all_bots'
        ? 'Data erased from all bots'
        : `Data erased from ${step.scope.botIds.map((id) => names.bot(id)).join(', ')}`,
  }
}
