import type { PlanEffect, PlanSummary } from '@muster/core/plan/plan'
import type { Message } from '@muster/core/text/message'
import type { AccessFacts } from './access-facts.ts'
import { english } from './english.ts'
import { message } from './message.ts'
import { messageText } from './message-text.ts'

/** A summary as frozen with a plan: each effect with its label. Summaries of older plans have the sentence only. */
export interface LabeledSummary extends Omit<PlanSummary, 'effects'> {
  readonly effects: readonly (PlanEffect & { readonly label: string; readonly labelMessage?: Message })[]
}

const withGroup = 'with-group:'

/** Label of an effect: "Tester on Billing", "group Support", "Leaves group Support and with it Tester on Billing", "developer". */
export function effectLabel(key: string, names: AccessFacts): Message {
  if (key.startsWith(withGroup)) return lostWithGroup(key.slice(withGroup.length), names)
  const [kind = '', first = '', ...rest] = key.split(':')
  if (kind === 'group') return message('effect.group', { group: names.group([first, ...rest].join(':')) })
  if (kind === 'role') {
    const bot = rest.join(':')
    return message('effect.role', { role: names.role({ roleId: first, botId: bot === '*' ? null : bot }) })
  }
  if (kind === 'flag') return first === 'canCreateBot' ? message('effect.bot_creation') : message('effect.developer')
  return kind === 'account' ? message('effect.account') : message('effect.data')
}

function lostWithGroup(json: string, names: AccessFacts): Message {
  const [group, roleId, botId]: readonly unknown[] = JSON.parse(json)
  const role = names.role({ roleId: String(roleId), botId: typeof botId === 'string' ? botId : null })
  return message('effect.lost_with_group', { group: names.group(String(group)), role })
}

/** Adds a label to each effect of a summary. */
export function labeledSummary(summary: PlanSummary, names: AccessFacts): LabeledSummary {
  return {
    ...summary,
    effects: summary.effects.map((effect) => {
      const labelMessage = effectLabel(effect.key, names)
      return { ...effect, label: messageText(english, labelMessage), labelMessage }
    }),
  }
}
