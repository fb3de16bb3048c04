import type { Change, ListChange, UpdateChange } from '@muster/core/change/change'
import type { PlanEffect, PlanSummary } from '@muster/core/plan/plan'
import type { Fact, Message } from '@muster/core/text/message'
import type { AccessFacts } from './access-facts.ts'
import { message } from './message.ts'
import { scopeMessage } from './scope.ts'

/** Where the changes of a plan come from, as far as its title shows it. */
export interface PlanOrigin {
  readonly source: 'selection' | 'identifiers' | 'edit' | 'upload' | 'retry' | 'undo' | 'script'
  /** The one change requested for every user; null where each item has its own. */
  readonly change: Change | null
  /** Title of the job that an undo reverts: only the sentence if the title was stored without its code. */
  readonly undoes: Message | string | null
  /** Name of the uploaded file. */
  readonly file?: string | null
}

export interface TitledUser {
  readonly name: string
  readonly email: string
  readonly id: string
}

/** What a plan changes, as far as its title shows it. */
export interface TitledPlan {
  readonly summary: Pick<PlanSummary, 'total' | 'kinds' | 'effects'>
  readonly names: AccessFacts
  /** The one user of the plan; absent for several, and for one who is not in the directory. */
  readonly user?: TitledUser | null
}

/** More names than this are counted, to keep the title short. */
const namesShown = 3

function shortened(parts: readonly Fact[]): readonly Fact[] {
  if (parts.length <= namesShown) return parts
  const named = parts.slice(0, namesShown - 1)
  return [...named, message('title.more', { count: parts.length - named.length })]
}

const without = (names: readonly Fact[]): readonly Message[] => names.map((name) => message('title.without', { name }))

function listParts<T>(change: ListChange<T> | undefined, nameOf: (entry: T) => Fact, none: Message): readonly Fact[] {
  if (change === undefined) return []
  if (change.mode === 'edit') return [...change.add.map(nameOf), ...without(change.remove.map(nameOf))]
  return change.to.length === 0 ? [none] : [message('title.exactly', { names: shortened(change.to.map(nameOf)) })]
}

const developer = (on: boolean): Message => message(on ? 'effect.developer' : 'title.not_developer')
const botCreation = (on: boolean): Message => message(on ? 'effect.bot_creation' : 'title.no_bot_creation')

/** "Support", "Tester on Billing", "without Sales", "not a developer". */
function changeParts(names: AccessFacts, { roles, groups, isDeveloper, canCreateBot }: UpdateChange): readonly Fact[] {
  return [
    ...listParts(roles, names.role, message('title.no_roles')),
    ...listParts(groups, names.group, message('title.no_groups')),
    ...(isDeveloper === undefined ? [] : [developer(isDeveloper)]),
    ...(canCreateBot === undefined ? [] : [botCreation(canCreateBot)]),
  ]
}

/** The parts of one effect of a plan whose items have their own changes; none for what another part of the title names. */
function effectParts({ key, added, removed }: PlanEffect, names: AccessFacts): readonly Fact[] {
  if (key === 'flag:isDeveloper')
    return [...(added > 0 ? [developer(true)] : []), ...(removed > 0 ? [developer(false)] : [])]
  if (key === 'flag:canCreateBot')
    return [...(added > 0 ? [botCreation(true)] : []), ...(removed > 0 ? [botCreation(false)] : [])]
  const name = nameOfEffect(key, names)
  if (name === null) return []
  return [...(added > 0 ? [name] : []), ...(removed > 0 ? without([name]) : [])]
}

function nameOfEffect(key: string, names: AccessFacts): Fact | null {
  const [kind = '', first = '', ...rest] = key.split(':')
  if (kind === 'group') return names.group([first, ...rest].join(':'))
  if (kind !== 'role') return null
  const bot = rest.join(':')
  return names.role({ roleId: first, botId: bot === '*' ? null : bot })
}

/** "Support and Tester on Billing · 38 users": the changes of access, and for how many users or for which one. */
function accessPhrase(parts: readonly Fact[], count: number, user: TitledUser | null): Message {
  if (parts.length === 0) return message('title.change_access', { count })
  const changes = shortened(parts)
  if (count === 0) return message('title.changes', { changes })
  if (user === null) return message('title.changes_of', { changes, users: message('count.users', { count }) })
  return naming(user, message('title.changes_of', { changes, users: user.name }))
}

const removalPhrase = (count: number, user: TitledUser | null): Message =>
  user === null ? message('title.remove', { count }) : naming(user, message('title.remove_user', { name: user.name }))

/** Adds the address and the ID, by which the entries that name a user are found to erase them from the audit. */
const naming = ({ email, id }: TitledUser, { code, facts }: Message): Message => ({
  code,
  facts: { ...facts, email, user: id },
})

function changePhrase({ summary, names, user = null }: TitledPlan, change: Change): Message {
  const count = summary.total
  if (change.kind === 'remove') return removalPhrase(count, user)
  // A data subject is not named: titles outlive the erasure.
  if (change.kind === 'erase') return message('title.erase_from', { count, scope: scopeMessage(change.scope, names) })
  return accessPhrase(changeParts(names, change), count, user)
}

function kindsPhrases({ summary, names, user = null }: TitledPlan): readonly Message[] {
  const { kinds, effects } = summary
  const parts = effects.flatMap((effect) => effectParts(effect, names))
  const phrases = [
    ...(kinds.update > 0 ? [accessPhrase(parts, kinds.update, user)] : []),
    ...(kinds.remove > 0 ? [removalPhrase(kinds.remove, user)] : []),
    ...(kinds.erase > 0 ? [message('title.erase', { count: kinds.erase })] : []),
  ]
  return phrases.length === 0 ? [message('title.change_no_users')] : phrases
}

/** The undo of an undo is a redo, and its undo an undo again, to keep titles from nesting. */
function undoTitle(undone: Message | string): Message {
  if (typeof undone !== 'string') {
    const { code, facts } = undone
    const title = facts['title'] ?? undone
    if (code === 'title.undo') return message('title.redo', { title })
    return message('title.undo', { title: code === 'title.redo' ? title : undone })
  }
  const [, verb, original] = /^(Undo|Redo) "(.*)"$/su.exec(undone) ?? []
  if (verb === 'Undo') return message('title.redo', { title: original ?? '' })
  return message('title.undo', { title: original ?? undone })
}

/** Whether a title begins with the name of a group, a role or a file, whose first letter must not change. */
function beginsWithName(first: Fact | undefined): boolean {
  if (typeof first !== 'object') return true
  if (!('code' in first)) return beginsWithName(first[0])
  if (first.code === 'name.role_on_bot') return true
  const inner = first.facts['changes'] ?? first.facts['title']
  return first.code.startsWith('title.') && inner !== undefined && beginsWithName(inner)
}

/** A title of a file names it: "Support · 57 users · hr.csv". Until the changes are known, the file is the title. */
function ofFile(phrases: readonly Message[], file: string, total: number): Fact {
  return total === 0 ? file : message('title.of_file', { title: phrases, file })
}

/**
 * Title of a plan: the change, the users and the file. "Tester on Billing · 38 users", "Support · Ana Ruiz",
 * "Remove 12 users · leavers.csv". Counts every user of the plan.
 */
export function planTitle(origin: PlanOrigin, plan: TitledPlan): Message {
  if (origin.undoes !== null) return undoTitle(origin.undoes)
  const phrases = origin.change === null ? kindsPhrases(plan) : [changePhrase(plan, origin.change)]
  if (origin.source === 'retry') return message('title.retry', { title: phrases })
  if (origin.source === 'script') return message('title.script', { title: phrases })
  const file = origin.file ?? null
  const title = file === null ? phrases : [ofFile(phrases, file, plan.summary.total)]
  return beginsWithName(title)
    ? message('title.changes', { changes: title })
    : message('title.phrases', { phrases: title })
}
