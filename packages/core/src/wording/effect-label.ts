import type { AccessNames } from '../account/access-names.ts'
import type { PlanEffect, PlanSummary } from '../plan/plan.ts'

/** A summary as shown and frozen: each effect with its words. */
export interface LabelledSummary extends Omit<PlanSummary, 'effects'> {
  readonly effects: readonly (PlanEffect & { readonly label: string })[]
}

const flagWords = { canCreateBot: 'may create bots', isDeveloper: 'developer' } as const

/** The words of an effect's key: "Tester on Billing", "group Support", "Leaves group Support and with it Tester on Billing", "developer", "removed from the account". */
export function effectLabel(key: string, names: AccessNames): string {
  if (key.startsWith(withGroup)) return lostWithGroup(key.slice(withGroup.length), names)
  const [kind = '', first = '', ...rest] = key.split(':')
  if (kind === 'group') return `group ${names.group([first, ...rest].join(':'))}`
  if (kind === 'role') {
    const bot = rest.join(':')
    return names.role({ roleId: first, botId: bot === '*' ? null : bot })
  }
  if (kind === 'flag') return first === 'canCreateBot' ? flagWords.canCreateBot : flagWords.isDeveloper
  return kind === 'account' ? 'in this account' : 'conversation data'
}

const withGroup = 'with-group:'

function lostWithGroup(json: string, names: AccessNames): string {
  const [group, roleId, botId]: readonly unknown[] = JSON.parse(json)
  const role = names.role({ roleId: String(roleId), botId: typeof botId === 'string' ? botId : null })
  return `Leaves group ${names.group(String(group))} and with it ${role}`
}

/** Puts words to the effects of a summary. */
export function labelledSummary(summary: PlanSummary, names: AccessNames): LabelledSummary {
  return {
    ...summary,
    effects: summary.effects.map((effect) => ({ ...effect, label: effectLabel(effect.key, names) })),
  }
}

/** "1 user", "38 users", "4,812 users". */
export function usersInWords(count: number): string {
  return `${countInWords(count)} ${count === 1 ? 'user' : 'users'}`
}

/** "1 person", "38 people": for erasure, which is of people who need not be users. */
export function peopleInWords(count: number): string {
  return `${countInWords(count)} ${count === 1 ? 'person' : 'people'}`
}

/** "38 users"; "38 people" where all of them are erased. */
export function subjectsInWords(count: number, { update, remove, erase }: PlanSummary['kinds']): string {
  return erase > 0 && update + remove === 0 ? peopleInWords(count) : usersInWords(count)
}

/** Digits in groups of three. Written out here, because the core has no locale. */
export function countInWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
