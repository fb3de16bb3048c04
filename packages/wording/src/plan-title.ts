import type { Change, EraseScope, RoleOnBot, UpdateChange } from '@muster/core/change/change'
import type { PlanSummary } from '@muster/core/plan/plan'
import type { Fact, Message } from '@muster/core/text/message'
import type { AccessFacts } from './access-facts.ts'
import { message } from './message.ts'
import { scopeMessage } from './scope.ts'

/** Where the changes of a plan come from, as far as its title shows it. */
export interface PlanOrigin {
  readonly source: 'selection' | 'identifiers' | 'upload' | 'retry' | 'undo' | 'script'
  /** The one change requested for every user; null where each item has its own. */
  readonly change: Change | null
  /** Title of the job that an undo reverts: only the sentence if the title was stored without its code. */
  readonly undoes: Message | string | null
}

interface Target {
  /** How many users the change is for. */
  readonly count: number
  readonly names: AccessFacts
}

/** More names than this are counted, to keep the title short. */
const namesShown = 3

const roleList = ({ names }: Target, roles: readonly RoleOnBot[]): Fact =>
  roles.length <= namesShown ? roles.map(names.role) : message('count.roles', { count: roles.length })

const groupList = ({ names }: Target, ids: readonly string[]): Fact =>
  ids.length <= namesShown ? ids.map(names.group) : message('count.groups', { count: ids.length })

function rolePhrases(target: Target, change: NonNullable<UpdateChange['roles']>): readonly Message[] {
  const { count } = target
  if (change.mode === 'set') {
    if (change.to.length === 0) return [message('title.take_all_roles', { count })]
    return [message('title.set_roles', { count, roles: roleList(target, change.to) })]
  }
  const give = message('title.give_roles', { count, roles: roleList(target, change.add) })
  const take = message('title.take_roles', { count, roles: roleList(target, change.remove) })
  return [...(change.add.length > 0 ? [give] : []), ...(change.remove.length > 0 ? [take] : [])]
}

function groupPhrases(target: Target, change: NonNullable<UpdateChange['groups']>): readonly Message[] {
  const { count } = target
  if (change.mode === 'set') {
    if (change.to.length === 0) return [message('title.take_out_of_all_groups', { count })]
    return [message('title.set_groups', { count, groups: groupList(target, change.to) })]
  }
  const join = message('title.add_to_groups', { count, groups: groupList(target, change.add) })
  const leave = message('title.take_out_of_groups', { count, groups: groupList(target, change.remove) })
  return [...(change.add.length > 0 ? [join] : []), ...(change.remove.length > 0 ? [leave] : [])]
}

function flagPhrases({ count }: Target, { isDeveloper, canCreateBot }: UpdateChange): readonly Message[] {
  return [
    ...(isDeveloper === undefined
      ? []
      : [message(isDeveloper ? 'title.developer_on' : 'title.developer_off', { count })]),
    ...(canCreateBot === undefined
      ? []
      : [message(canCreateBot ? 'title.bot_creation_on' : 'title.bot_creation_off', { count })]),
  ]
}

const accessPhrase = (count: number): Message => message('title.change_access', { count })
const removalPhrase = (count: number): Message => message('title.remove', { count })

const erasurePhrase = ({ count, names }: Target, scope: EraseScope): Message =>
  message('title.erase_from', { count, scope: scopeMessage(scope, names) })

function changePhrase(target: Target, change: Change): Message {
  const { count } = target
  if (change.kind === 'remove') return removalPhrase(count)
  if (change.kind === 'erase') return erasurePhrase(target, change.scope)
  const [only, ...others] = [
    ...(change.roles === undefined ? [] : rolePhrases(target, change.roles)),
    ...(change.groups === undefined ? [] : groupPhrases(target, change.groups)),
    ...flagPhrases(target, change),
  ]
  return only !== undefined && others.length === 0 ? only : accessPhrase(count)
}

function kindsPhrases(kinds: PlanSummary['kinds']): readonly Message[] {
  const phrases = [
    ...(kinds.update > 0 ? [accessPhrase(kinds.update)] : []),
    ...(kinds.remove > 0 ? [removalPhrase(kinds.remove)] : []),
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

/** Title of a plan: "Give Tester on Billing to 38 users", "Remove 12 users". Counts every user of the plan. */
export function planTitle(
  origin: PlanOrigin,
  { summary, names }: { readonly summary: Pick<PlanSummary, 'total' | 'kinds'>; readonly names: AccessFacts },
): Message {
  if (origin.undoes !== null) return undoTitle(origin.undoes)
  const phrases =
    origin.change === null
      ? kindsPhrases(summary.kinds)
      : [changePhrase({ count: summary.total, names }, origin.change)]
  if (origin.source === 'retry') return message('title.retry', { title: phrases })
  if (origin.source === 'script') return message('title.script', { title: phrases })
  return message('title.phrases', { phrases })
}
