import { type AccessNames, listInWords, scopeInWords } from '../account/access-names.ts'
import type { Change, EraseScope, RoleOnBot, UpdateChange } from '../change/change.ts'
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

/** Digits in groups of three. Written out here, because the core has no locale. */
export function countInWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Long lists are counted, so that a title stays a title. */
const some = (words: readonly string[], what: string): string =>
  words.length <= 3 ? listInWords(words) : `${countInWords(words.length)} ${what}`

function rolesPhrase(change: NonNullable<UpdateChange['roles']>, who: string, names: AccessNames): readonly string[] {
  const list = (roles: readonly RoleOnBot[]): string => some(roles.map(names.role), 'roles')
  if (change.mode === 'set') {
    return [
      change.to.length === 0 ? `take all roles from ${who}` : `set the roles of ${who} to exactly ${list(change.to)}`,
    ]
  }
  return [
    ...(change.add.length > 0 ? [`give ${list(change.add)} to ${who}`] : []),
    ...(change.remove.length > 0 ? [`take ${list(change.remove)} from ${who}`] : []),
  ]
}

function groupsPhrase(change: NonNullable<UpdateChange['groups']>, who: string, names: AccessNames): readonly string[] {
  const list = (ids: readonly string[]): string => some(ids.map(names.group), 'groups')
  if (change.mode === 'set') {
    return [
      change.to.length === 0
        ? `take ${who} out of all groups`
        : `set the groups of ${who} to exactly ${list(change.to)}`,
    ]
  }
  return [
    ...(change.add.length > 0 ? [`add ${who} to ${list(change.add)}`] : []),
    ...(change.remove.length > 0 ? [`take ${who} out of ${list(change.remove)}`] : []),
  ]
}

function flagsPhrase(change: UpdateChange, who: string): readonly string[] {
  return [
    ...(change.isDeveloper === undefined ? [] : [`turn developer ${change.isDeveloper ? 'on' : 'off'} for ${who}`]),
    ...(change.canCreateBot === undefined
      ? []
      : [`turn bot creation ${change.canCreateBot ? 'on' : 'off'} for ${who}`]),
  ]
}

function changePhrase(change: Change, count: number, names: AccessNames): string {
  const who = usersInWords(count)
  if (change.kind === 'remove') return `remove ${who}`
  if (change.kind === 'erase') return erasePhrase(change.scope, count, names)
  const parts = [
    ...(change.roles === undefined ? [] : rolesPhrase(change.roles, who, names)),
    ...(change.groups === undefined ? [] : groupsPhrase(change.groups, who, names)),
    ...flagsPhrase(change, who),
  ]
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : `change the access of ${who}`
}

function erasePhrase(scope: EraseScope, count: number, names: AccessNames): string {
  return `erase data of ${peopleInWords(count)} ${scopeInWords(scope, names)}`
}

function kindsPhrase(kinds: PlanSummary['kinds']): string {
  const parts = [
    ...(kinds.update > 0 ? [`change the access of ${usersInWords(kinds.update)}`] : []),
    ...(kinds.remove > 0 ? [`remove ${usersInWords(kinds.remove)}`] : []),
    ...(kinds.erase > 0 ? [`erase data of ${peopleInWords(kinds.erase)}`] : []),
  ]
  return parts.length === 0 ? 'change nobody' : listInWords(parts)
}

/** The undo of an undo is a redo, and its undo an undo again, so that titles do not nest. */
function undoTitle(title: string): string {
  const undone = /^Undo "(.*)"$/su.exec(title)
  if (undone !== null) return `Redo "${undone[1] ?? ''}"`
  const redone = /^Redo "(.*)"$/su.exec(title)
  return `Undo "${redone?.[1] ?? title}"`
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Where the changes of a plan came from, as far as its title tells. */
export interface PlanOrigin {
  readonly source: 'selection' | 'identifiers' | 'upload' | 'retry' | 'undo' | 'script'
  /** The one change requested for every user; null where each item has its own. */
  readonly change: Change | null
  /** Title of the job that an undo undoes. */
  readonly undoes: string | null
}

/**
 * What a plan is, in words: "Give Tester on Billing to 38 users", "Remove 12 users", "Undo "Remove 12 users"". Every
 * user of the plan counts, whatever becomes of each.
 */
export function planTitle(
  origin: PlanOrigin,
  summary: Pick<PlanSummary, 'total' | 'kinds'>,
  names: AccessNames,
): string {
  if (origin.undoes !== null) return undoTitle(origin.undoes)
  const phrase = origin.change === null ? kindsPhrase(summary.kinds) : changePhrase(origin.change, summary.total, names)
  if (origin.source === 'retry') return `Ask again: ${phrase}`
  if (origin.source === 'script') return `Script: ${phrase}`
  return sentenceCase(phrase)
}
