import { t } from '@lingui/core/macro'
import type { RoleOnBot } from '@muster/core/change/change'
import type { Step } from '@muster/core/plan/plan'
import { formatList } from '../../lib/format.ts'

/** Names of groups, roles and bots by ID. For an unknown ID, the name is the ID. */
export interface StepNames {
  readonly group: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role by its name alone. */
  readonly roleOnBot: (role: RoleOnBot) => string
}

/** One step in words, for a chip. */
export interface StepWords {
  readonly key: string
  readonly kind: 'add' | 'remove' | 'turn' | 'end'
  readonly text: string
  /** The ID of what the text names, if it has one. */
  readonly id: string | null
}

function flagWords(field: 'canCreateBot' | 'isDeveloper', isOn: boolean): string {
  if (field === 'canCreateBot') return isOn ? t`May create bots: no → yes` : t`May create bots: yes → no`
  return isOn ? t`Developer: no → yes` : t`Developer: yes → no`
}

/** A step in words, with a key that is stable within one user. */
export function stepWords(step: Step, names: StepNames): StepWords {
  switch (step.field) {
    case 'group':
      return { key: `group:${step.groupId}`, kind: step.op, text: names.group(step.groupId), id: step.groupId }
    case 'role':
      return {
        key: `role:${step.roleId}:${step.botId ?? '*'}`,
        kind: step.op,
        text: names.roleOnBot(step),
        id: step.botId === null ? step.roleId : t`${{ role: step.roleId }} on ${{ bot: step.botId }}`,
      }
    case 'canCreateBot':
    case 'isDeveloper':
      return {
        key: `flag:${step.field}`,
        kind: 'turn',
        text: flagWords(step.field, step.to),
        id: null,
      }
    case 'account':
      return { key: 'account', kind: 'end', text: t`Removed from the account`, id: null }
    case 'data':
      break
  }
  return {
    key: 'data',
    kind: 'end',
    id: null,
    text:
      step.scope.kind === 'all_bots'
        ? t`Data erased from all bots`
        : t`Data erased from ${{ bots: formatList(step.scope.botIds.map((id) => names.bot(id))) }}`,
  }
}
