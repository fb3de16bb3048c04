import type { I18n } from '@lingui/core'
import type { AccessNames } from '@muster/core/account/access-names'
import type { PlanEffect, PlanSummary } from '@muster/core/plan/plan'

/** A summary as frozen with a plan: each effect with its English label. */
export interface LabelledSummary extends Omit<PlanSummary, 'effects'> {
  readonly effects: readonly (PlanEffect & { readonly label: string })[]
}

const withGroup = 'with-group:'

/** Label of an effect: "Tester on Billing", "group Support", "Leaves group Support and with it Tester on Billing", "developer". */
export function effectLabel(i18n: I18n, key: string, names: AccessNames): string {
  if (key.startsWith(withGroup)) return lostWithGroup(i18n, key.slice(withGroup.length), names)
  const [kind = '', first = '', ...rest] = key.split(':')
  if (kind === 'group') return i18n._('group {group}', { group: names.group([first, ...rest].join(':')) })
  if (kind === 'role') {
    const bot = rest.join(':')
    return names.role({ roleId: first, botId: bot === '*' ? null : bot })
  }
  if (kind === 'flag') return first === 'canCreateBot' ? i18n._('may create bots') : i18n._('developer')
  return kind === 'account' ? i18n._('in this account') : i18n._('conversation data')
}

function lostWithGroup(i18n: I18n, json: string, names: AccessNames): string {
  const [group, roleId, botId]: readonly unknown[] = JSON.parse(json)
  const role = names.role({ roleId: String(roleId), botId: typeof botId === 'string' ? botId : null })
  return i18n._('Leaves group {group} and with it {role}', { group: names.group(String(group)), role })
}

/** Adds a label to each effect of a summary. */
export function labelledSummary(i18n: I18n, summary: PlanSummary, names: AccessNames): LabelledSummary {
  return {
    ...summary,
    effects: summary.effects.map((effect) => ({ ...effect, label: effectLabel(i18n, effect.key, names) })),
  }
}
