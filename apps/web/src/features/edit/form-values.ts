import type { PlanSource } from '@muster/contracts/plans'
import type { UserEntry } from '@muster/contracts/users'
import * as z from 'zod/mini'

const pairSchema = z.object({ roleId: z.string(), botId: z.nullable(z.string()) })
export type Pair = z.output<typeof pairSchema>

const modeSchema = z.enum(['edit', 'set'])
const flagSchema = z.enum(['leave', 'yes', 'no'])
const roleLists = ['addRoles', 'removeRoles', 'setRoles'] as const
export type RoleListName = (typeof roleLists)[number]
type FlagChoice = z.output<typeof flagSchema>

/** What the form for access shows: it mirrors the screen, and is mapped to a change once, on submit. */
const valuesSchema = z.object({
  groupMode: modeSchema,
  addGroups: z.array(z.string()),
  removeGroups: z.array(z.string()),
  setGroups: z.array(z.string()),
  roleMode: modeSchema,
  addRoles: z.array(pairSchema),
  removeRoles: z.array(pairSchema),
  setRoles: z.array(pairSchema),
  /** Lists where a role is chosen and its bot is not, or the other way round: not to be lost unseen. */
  halfChosen: z.array(z.enum(roleLists)),
  isDeveloper: flagSchema,
  canCreateBot: flagSchema,
})
export type EditValues = z.output<typeof valuesSchema>

export const startValues: EditValues = {
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

/** For one user, "exactly these" starts from what the user holds directly. */
export function startValuesFor(user: UserEntry | null): EditValues {
  if (user === null) return startValues
  return {
    ...startValues,
    setGroups: [...user.groups],
    setRoles: [...ownRoles(user)],
  }
}

/** Roles a user holds directly: those that come through a group go with the group. */
export function ownRoles(user: UserEntry): readonly Pair[] {
  return user.roles.filter((role) => role.viaGroups.length === 0).map(({ roleId, botId }) => ({ roleId, botId }))
}

export const pairKey = (pair: Pair): string => `${pair.roleId} ${pair.botId ?? '*'}`

export type UpdateChange = Extract<Extract<PlanSource, { kind: 'selection' }>['change'], { kind: 'update' }>

/** The change the form asks for. Fields left alone are absent. */
export function toChange(values: EditValues): UpdateChange {
  const { addGroups, removeGroups, addRoles, removeRoles } = values
  const asksGroups = values.groupMode === 'set' || addGroups.length + removeGroups.length > 0
  const asksRoles = values.roleMode === 'set' || addRoles.length + removeRoles.length > 0
  return {
    kind: 'update',
    ...(asksGroups
      ? {
          groups:
            values.groupMode === 'set'
              ? { mode: 'set', to: values.setGroups }
              : { mode: 'edit', add: addGroups, remove: removeGroups },
        }
      : {}),
    ...(asksRoles
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

const asksNothing = (values: EditValues): boolean => Object.keys(toChange(values)).length === 1

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((entry) => b.includes(entry))

const after = (choice: FlagChoice, now: boolean | undefined): boolean | undefined =>
  choice === 'leave' ? now : choice === 'yes'

/** Whether the flags would leave somebody creating bots without being a developer, as far as the form can know. */
function flagsConflict(values: EditValues, user: UserEntry | null): boolean {
  return (
    after(values.canCreateBot, user?.canCreateBot) === true && after(values.isDeveloper, user?.isDeveloper) === false
  )
}

const rule = (holds: (values: EditValues) => boolean, message: string, path: string) =>
  z.refine<EditValues>(holds, { error: message, path: [path] })

/** A list that is on screen must not hold half of a pair. */
const wholePairs = (list: RoleListName) =>
  rule(
    (values) => (values.roleMode === 'set') !== (list === 'setRoles') || !values.halfChosen.includes(list),
    'Choose both the role and the bot, or clear what is chosen',
    list,
  )

/** The form's rules; `user` is the one it is about, null for many. */
export function editSchema(user: UserEntry | null) {
  return valuesSchema.check(
    rule(
      (values) => values.groupMode === 'set' || !overlaps(values.addGroups, values.removeGroups),
      'A group cannot be both added and removed',
      'removeGroups',
    ),
    rule(
      (values) => values.roleMode === 'set' || !overlaps(values.addRoles.map(pairKey), values.removeRoles.map(pairKey)),
      'A role cannot be both given and taken away',
      'removeRoles',
    ),
    rule(
      (values) => !flagsConflict(values, user),
      'Only developers may create bots: set Developer to Yes, or May create bots to No',
      'canCreateBot',
    ),
    ...roleLists.map(wholePairs),
    rule((values) => values.halfChosen.length > 0 || !asksNothing(values), 'Choose at least one change', 'nothing'),
  )
}
