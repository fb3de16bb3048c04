import type { I18n } from '@lingui/core'
import type { AccessNames } from '@muster/core/account/access-names'
import type { Change, EraseScope, RoleOnBot, UpdateChange } from '@muster/core/change/change'
import type { PlanSummary } from '@muster/core/plan/plan'
import { listOf, sentenceCase } from './list.ts'
import { scopeText } from './scope.ts'

/** Where the changes of a plan come from, as far as its title shows it. */
export interface PlanOrigin {
  readonly source: 'selection' | 'identifiers' | 'upload' | 'retry' | 'undo' | 'script'
  /** The one change requested for every user; null where each item has its own. */
  readonly change: Change | null
  /** Title of the job that an undo reverts. */
  readonly undoes: string | null
}

interface Target {
  readonly i18n: I18n
  /** How many users the change is for. */
  readonly count: number
  readonly names: AccessNames
}

/** More names than this are counted, to keep the title short. */
const namesShown = 3

function roleList({ i18n, names }: Target, roles: readonly RoleOnBot[]): string {
  if (roles.length <= namesShown) return listOf(i18n, roles.map(names.role))
  return i18n._('{count, plural, one {# role} other {# roles}}', { count: roles.length })
}

function groupList({ i18n, names }: Target, ids: readonly string[]): string {
  if (ids.length <= namesShown) return listOf(i18n, ids.map(names.group))
  return i18n._('{count, plural, one {# group} other {# groups}}', { count: ids.length })
}

function rolePhrases(target: Target, change: NonNullable<UpdateChange['roles']>): readonly string[] {
  const { i18n, count } = target
  if (change.mode === 'set') {
    const roles = roleList(target, change.to)
    return [
      change.to.length === 0
        ? i18n._('take all roles from {count, plural, one {# user} other {# users}}', { count })
        : i18n._('set the roles of {count, plural, one {# user} other {# users}} to exactly {roles}', { count, roles }),
    ]
  }
  const give = i18n._('give {roles} to {count, plural, one {# user} other {# users}}', {
    count,
    roles: roleList(target, change.add),
  })
  const take = i18n._('take {roles} from {count, plural, one {# user} other {# users}}', {
    count,
    roles: roleList(target, change.remove),
  })
  return [...(change.add.length > 0 ? [give] : []), ...(change.remove.length > 0 ? [take] : [])]
}

function groupPhrases(target: Target, change: NonNullable<UpdateChange['groups']>): readonly string[] {
  const { i18n, count } = target
  if (change.mode === 'set') {
    const groups = groupList(target, change.to)
    return [
      change.to.length === 0
        ? i18n._('take {count, plural, one {# user} other {# users}} out of all groups', { count })
        : i18n._('set the groups of {count, plural, one {# user} other {# users}} to exactly {groups}', {
            count,
            groups,
          }),
    ]
  }
  const join = i18n._('add {count, plural, one {# user} other {# users}} to {groups}', {
    count,
    groups: groupList(target, change.add),
  })
  const leave = i18n._('take {count, plural, one {# user} other {# users}} out of {groups}', {
    count,
    groups: groupList(target, change.remove),
  })
  return [...(change.add.length > 0 ? [join] : []), ...(change.remove.length > 0 ? [leave] : [])]
}

function developerPhrase({ i18n, count }: Target, isOn: boolean): string {
  return isOn
    ? i18n._('turn developer on for {count, plural, one {# user} other {# users}}', { count })
    : i18n._('turn developer off for {count, plural, one {# user} other {# users}}', { count })
}

function botCreationPhrase({ i18n, count }: Target, isOn: boolean): string {
  return isOn
    ? i18n._('turn bot creation on for {count, plural, one {# user} other {# users}}', { count })
    : i18n._('turn bot creation off for {count, plural, one {# user} other {# users}}', { count })
}

function flagPhrases(target: Target, { isDeveloper, canCreateBot }: UpdateChange): readonly string[] {
  return [
    ...(isDeveloper === undefined ? [] : [developerPhrase(target, isDeveloper)]),
    ...(canCreateBot === undefined ? [] : [botCreationPhrase(target, canCreateBot)]),
  ]
}

const accessPhrase = (i18n: I18n, count: number): string =>
  i18n._('change the access of {count, plural, one {# user} other {# users}}', { count })

const removalPhrase = (i18n: I18n, count: number): string =>
  i18n._('remove {count, plural, one {# user} other {# users}}', { count })

const erasurePhrase = (i18n: I18n, count: number): string =>
  i18n._('erase data of {count, plural, one {# person} other {# people}}', { count })

function scopedErasurePhrase({ i18n, count, names }: Target, scope: EraseScope): string {
  return i18n._('erase data of {count, plural, one {# person} other {# people}} {scope}', {
    count,
    scope: scopeText(i18n, scope, names),
  })
}

function changePhrase(target: Target, change: Change): string {
  const { i18n, count } = target
  if (change.kind === 'remove') return removalPhrase(i18n, count)
  if (change.kind === 'erase') return scopedErasurePhrase(target, change.scope)
  const [only, ...others] = [
    ...(change.roles === undefined ? [] : rolePhrases(target, change.roles)),
    ...(change.groups === undefined ? [] : groupPhrases(target, change.groups)),
    ...flagPhrases(target, change),
  ]
  return only !== undefined && others.length === 0 ? only : accessPhrase(i18n, count)
}

function kindsPhrase(i18n: I18n, kinds: PlanSummary['kinds']): string {
  const phrases = [
    ...(kinds.update > 0 ? [accessPhrase(i18n, kinds.update)] : []),
    ...(kinds.remove > 0 ? [removalPhrase(i18n, kinds.remove)] : []),
    ...(kinds.erase > 0 ? [erasurePhrase(i18n, kinds.erase)] : []),
  ]
  return phrases.length === 0 ? i18n._('change no users') : listOf(i18n, phrases)
}

/** The undo of an undo is a redo, and its undo an undo again, to keep titles from nesting. */
function undoTitle(i18n: I18n, title: string): string {
  const undone = /^Undo "(.*)"$/su.exec(title)
  const redo = (original: string): string => i18n._('Redo "{title}"', { title: original })
  if (undone !== null) return redo(undone[1] ?? '')
  const redone = /^Redo "(.*)"$/su.exec(title)
  return i18n._('Undo "{title}"', { title: redone?.[1] ?? title })
}

/** Title of a plan: "Give Tester on Billing to 38 users", "Remove 12 users". Counts every user of the plan. */
export function planTitle(
  i18n: I18n,
  origin: PlanOrigin,
  { summary, names }: { readonly summary: Pick<PlanSummary, 'total' | 'kinds'>; readonly names: AccessNames },
): string {
  if (origin.undoes !== null) return undoTitle(i18n, origin.undoes)
  const phrase =
    origin.change === null
      ? kindsPhrase(i18n, summary.kinds)
      : changePhrase({ i18n, count: summary.total, names }, origin.change)
  if (origin.source === 'retry') return i18n._('Retry: {title}', { title: phrase })
  if (origin.source === 'script') return i18n._('Script: {title}', { title: phrase })
  return sentenceCase(i18n, phrase)
}
