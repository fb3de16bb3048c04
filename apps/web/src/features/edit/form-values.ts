import { t } from '@lingui/core/macro'
import type { PlanSource } from '@muster/contracts/plans'
import type { UserEntry } from '@muster/contracts/users'
import * as z from 'zod/mini'
import { listValues, usableIfGiven, usableList } from './fields/pasted-identifiers.ts'

const pairSchema = z.object({ roleId: z.string(), botId: z.nullable(z.string()) })
export type Pair = z.output<typeof pairSchema>

const modeSchema = z.enum(['edit', 'set'])
const flagSchema = z.enum(['leave', 'yes', 'no'])
const roleLists = ['addRoles', 'removeRoles', 'setRoles'] as const
export type RoleListName = (typeof roleLists)[number]
type FlagChoice = z.output<typeof flagSchema>

/** Values of the access form, as on screen. `toChange` maps them to a change on submit. */
const valuesSchema = z.object({
  /** The pasted list, if the form has no target. */
  ...listValues,
  groupMode: modeSchema,
  addGroups: z.array(z.string()),
  removeGroups: z.array(z.string()),
  setGroups: z.array(z.string()),
  roleMode: modeSchema,
  addRoles: z.array(pairSchema),
  removeRoles: z.array(pairSchema),
  setRoles: z.array(pairSchema),
  /** Lists with a role but no bot chosen, or a bot but no role. The form must not lose such a choice silently. */
  halfChosen: z.array(z.enum(roleLists)),
  isDeveloper: flagSchema,
  canCreateBot: flagSchema,
  /** Not on screen: carries the error of a form without a change. */
  nothing: z.optional(z.never()),
})
export type EditValues = z.output<typeof valuesSchema>

export const startValues: EditValues = {
  by: 'email',
  text: '',
  groupMode: 'edit',
  addGroups: [],
  removeGroups: [],
  setGroups: [],
  roleMode: 'edit',
  addRoles: [],
  removeRoles: [],
  setRoles: [],
  halfChosen: [],
  isDeveloper: 'leave',
  canCreateBot: 'leave',
}

/** For one user, "Set exactly" starts with the user's own groups and roles. */
export function startValuesFor(user: UserEntry | null): EditValues {
  if (user === null) return startValues
  return {
    ...startValues,
    setGroups: [...user.groups],
    setRoles: [...ownRoles(user)],
  }
}

/** The values of a form that shows a requested change. */
export function valuesOf({ groups, roles, isDeveloper, canCreateBot }: UpdateChange): EditValues {
  return {
    ...startValues,
    ...(groups?.mode === 'edit' ? { addGroups: [...groups.add], removeGroups: [...groups.remove] } : {}),
    ...(groups?.mode === 'set' ? { groupMode: 'set', setGroups: [...groups.to] } : {}),
    ...(roles?.mode === 'edit' ? { addRoles: [...roles.add], removeRoles: [...roles.remove] } : {}),
    ...(roles?.mode === 'set' ? { roleMode: 'set', setRoles: [...roles.to] } : {}),
    isDeveloper: flagChoice(isDeveloper),
    canCreateBot: flagChoice(canCreateBot),
  }
}

function flagChoice(flag: boolean | undefined): FlagChoice {
  if (flag === undefined) return 'leave'
  return flag ? 'yes' : 'no'
}

/** A user's own roles. Inherited roles end with their group. */
export function ownRoles(user: UserEntry): readonly Pair[] {
  return user.roles.filter((role) => role.viaGroups.length === 0).map(({ roleId, botId }) => ({ roleId, botId }))
}

export const pairKey = (pair: Pair): string => `${pair.roleId} ${pair.botId ?? '*'}`

export type UpdateChange = Extract<Extract<PlanSource, { kind: 'selection' }>['change'], { kind: 'update' }>

/** The requested change. Untouched fields are absent. */
export function toChange(values: EditValues): UpdateChange {
  const { addGroups, removeGroups, addRoles, removeRoles } = values
  const changesGroups = values.groupMode === 'set' || addGroups.length + removeGroups.length > 0
  const changesRoles = values.roleMode === 'set' || addRoles.length + removeRoles.length > 0
  return {
    kind: 'update',
    ...(changesGroups
      ? {
          groups:
            values.groupMode === 'set'
              ? { mode: 'set', to: values.setGroups }
              : { mode: 'edit', add: addGroups, remove: removeGroups },
        }
      : {}),
    ...(changesRoles
      ? {
          roles:
            values.roleMode === 'set'
              ? { mode: 'set', to: values.setRoles }
              : { mode: 'edit', add: addRoles, remove: removeRoles },
        }
      : {}),
    ...(values.isDeveloper === 'leave' ? {} : { isDeveloper: values.isDeveloper === 'yes' }),
    ...(values.canCreateBot === 'leave' ? {} : { canCreateBot: values.canCreateBot === 'yes' }),
  }
}

/** How many groups, roles and flags the form changes one by one, without "Set exactly". */
export function countChanges(lists: readonly (readonly unknown[])[], flags: readonly FlagChoice[]): number {
  return lists.reduce((sum, list) => sum + list.length, flags.filter((flag) => flag !== 'leave').length)
}

const isUnchanged = (values: EditValues): boolean => Object.keys(toChange(values)).length === 1

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((entry) => b.includes(entry))

const after = (choice: FlagChoice, now: boolean | undefined): boolean | undefined =>
  choice === 'leave' ? now : choice === 'yes'

/** Whether a user could create bots without being a developer, as far as the form knows. */
function flagsConflict(values: EditValues, user: UserEntry | null): boolean {
  return (
    after(values.canCreateBot, user?.canCreateBot) === true && after(values.isDeveloper, user?.isDeveloper) === false
  )
}

const rule = (holds: (values: EditValues) => boolean, message: string, path: string) =>
  z.refine<EditValues>(holds, { error: message, path: [path] })

/** A list on screen must not contain half of a pair. */
const wholePairs = (list: RoleListName) =>
  rule(
    (values) => (values.roleMode === 'set') !== (list === 'setRoles') || !values.halfChosen.includes(list),
    t`Choose both the role and the bot, or clear the choice`,
    list,
  )

/** The rules of a form that adds users to a plan whose change stays. */
export const addedUsersSchema = valuesSchema.check(usableIfGiven)

/**
 * The rules of the form. `user` is null for several users. `list`: all users come from a pasted list, or some may.
 */
export function editSchema(user: UserEntry | null, { list }: { readonly list?: 'all' | 'some' } = {}) {
  return valuesSchema.check(
    ...(list === 'all' ? [usableList] : []),
    ...(list === 'some' ? [usableIfGiven] : []),
    rule(
      (values) => values.groupMode === 'set' || !overlaps(values.addGroups, values.removeGroups),
      t`A group cannot be both added and removed`,
      'removeGroups',
    ),
    rule(
      (values) => values.roleMode === 'set' || !overlaps(values.addRoles.map(pairKey), values.removeRoles.map(pairKey)),
      t`A role cannot be both assigned and removed`,
      'removeRoles',
    ),
    rule(
      (values) => !flagsConflict(values, user),
      t`Only developers may create bots: turn on Developer, or turn off May create bots`,
      'canCreateBot',
    ),
    ...roleLists.map(wholePairs),
    rule((values) => values.halfChosen.length > 0 || !isUnchanged(values), t`Choose at least one change`, 'nothing'),
  )
}
