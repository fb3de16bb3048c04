import { isAssignable, type Lookups } from '../account/access.ts'
import { groupDetails, roleDetails } from '../account/access-names.ts'
import type { Access, AccessFact, RoleHeld } from '../account/user.ts'
import type { RoleOnBot, UpdateChange } from '../change/change.ts'
import { resolveList } from '../change/resolve-list.ts'
import type { CauseCode } from '../outcome/cause.ts'
import { applySteps } from './apply-steps.ts'
import type { PlanNote, Step } from './plan.ts'

/** A resolved change. Steps count only without blockers. */
export interface Resolution {
  readonly steps: readonly Step[]
  readonly blockers: readonly PlanNote[]
  readonly warnings: readonly PlanNote[]
}

export interface UpdateCircumstances {
  readonly lookups: Lookups
  /** Whether the directory reads access from Kore.ai. Only then can a match be dropped. */
  readonly accessVerified: boolean
  /** Parts of the access that were never read: a match there proves nothing either. */
  readonly unread: readonly AccessFact[]
}

type Reads = Pick<UpdateCircumstances, 'accessVerified' | 'unread'>

const isRead = (fact: AccessFact, { accessVerified, unread }: Reads): boolean =>
  accessVerified && !unread.includes(fact)

/** The part of the access that lists a role. */
export const factOf = ({ botId }: Pick<RoleOnBot, 'botId'>): AccessFact => (botId === null ? 'adminRoles' : 'botRoles')

/** Whether the part of the access that a step changes was never read. */
export function isUnread(step: Step, unread: readonly AccessFact[]): boolean {
  if (step.field === 'group') return unread.includes('groups')
  if (step.field === 'role') return unread.includes(factOf(step))
  return (step.field === 'canCreateBot' || step.field === 'isDeveloper') && unread.includes(step.field)
}

/** The parts of the access that a change compares with. */
function comparedFacts({ groups, roles, canCreateBot, isDeveloper }: UpdateChange): readonly AccessFact[] {
  const kinds: readonly AccessFact[] = roles === undefined ? [] : ['botRoles', 'adminRoles']
  return [
    ...(groups === undefined ? [] : (['groups'] as const)),
    ...kinds.filter(
      (kind) =>
        roles?.mode === 'set' ||
        [...(roles?.add ?? []), ...(roles?.remove ?? [])].some((role) => factOf(role) === kind),
    ),
    ...(canCreateBot === undefined ? [] : (['canCreateBot'] as const)),
    ...(isDeveloper === undefined ? [] : (['isDeveloper'] as const)),
  ]
}

/** What a list loses by being replaced is known only if it was read, so it cannot be reviewed otherwise. */
function unreadSets({ groups, roles }: UpdateChange, reads: Reads): readonly PlanNote[] {
  const facts: readonly AccessFact[] = [
    ...(groups?.mode === 'set' ? (['groups'] as const) : []),
    ...(roles?.mode === 'set' ? (['botRoles', 'adminRoles'] as const) : []),
  ]
  return facts.every((fact) => isRead(fact, reads)) ? [] : [note('access_unverified', { what: 'set' })]
}

/** Map key for a role on a bot. JSON, because ids are untrusted and may contain any separator. */
export const roleKey = (role: RoleOnBot): string => JSON.stringify([role.roleId, role.botId])

const note = (code: PlanNote['code'], details: PlanNote['details']): PlanNote => ({ code, details })

function contradiction(what: PlanNote['details']): PlanNote {
  return note('row_invalid', { ...what, reason: 'added_and_removed' })
}

function resolveGroups(change: UpdateChange, access: Access, circumstances: UpdateCircumstances) {
  const { lookups } = circumstances
  const groups = resolveList(change.groups, access.groups, {
    key: (id) => id,
    believe: () => isRead('groups', circumstances),
  })
  const unknown = [...groups.add, ...groups.absent].filter((id) => lookups.known.groups && !lookups.groups.has(id))
  const blockers = [
    ...[...new Set(unknown)].map((id) => note('group_not_found', groupDetails(id, lookups))),
    ...groups.contradictory.map((id) => contradiction(groupDetails(id, lookups))),
  ]
  const losses = change.groups?.mode === 'set' ? groups.remove : []
  return { groups, blockers, warnings: losses.map((id) => note('loses_on_set', groupDetails(id, lookups))) }
}

/** Splits removals: a role held directly is a step; a role from a remaining group cannot be removed alone. */
function splitRemovals(removals: readonly RoleOnBot[], held: readonly RoleHeld[], lookups: Lookups) {
  const holdings = new Map(held.map((role) => [roleKey(role), role]))
  const direct: RoleOnBot[] = []
  const stuck: PlanNote[] = []
  for (const role of removals) {
    const through = (holdings.get(roleKey(role))?.viaGroups ?? []).map((id) => lookups.groups.get(id)?.name ?? id)
    if (through.length === 0) direct.push({ roleId: role.roleId, botId: role.botId })
    else stuck.push(note('role_through_group', { ...roleDetails(role, lookups), groups: through.join(', ') }))
  }
  return { direct, stuck }
}

/** The roles after leaving groups: those that came only from these groups go without a step. */
function rolesLeft(access: Access, leaving: readonly string[], lookups: Lookups): readonly RoleHeld[] {
  const steps = leaving.map((groupId): Step => ({ field: 'group', op: 'remove', groupId }))
  return applySteps(access, steps, (id) => lookups.groups.get(id)?.name)?.roles ?? []
}

function roleWarnings(
  change: UpdateChange,
  roles: { readonly lost: readonly RoleOnBot[]; readonly given: readonly RoleOnBot[] },
  lookups: Lookups,
): readonly PlanNote[] {
  const requested = change.roles?.mode === 'set' ? new Set(change.roles.to.map(roleKey)) : null
  const losses = requested === null ? [] : roles.lost.filter((role) => !requested.has(roleKey(role)))
  const raises = roles.given.filter((role) => role.botId === null)
  return [
    ...losses.map((role) => note('loses_on_set', roleDetails(role, lookups))),
    ...raises.map((role) => note('raises_privilege', roleDetails(role, lookups))),
  ]
}

function isKept({ roleId }: RoleOnBot, { roles }: Lookups): boolean {
  const role = roles.get(roleId)
  return role !== undefined && !isAssignable(role)
}

function resolveRoles(
  change: UpdateChange,
  access: Access,
  leaving: readonly string[],
  circumstances: UpdateCircumstances,
) {
  const { lookups } = circumstances
  const left = rolesLeft(access, leaving, lookups)
  const roles = resolveList<RoleOnBot>(change.roles, left, {
    key: roleKey,
    believe: (role) => isRead(factOf(role), circumstances),
  })
  const { direct, stuck } = splitRemovals(roles.remove, left, lookups)
  const held = new Set(access.roles.map(roleKey))
  const doubtful = new Map(
    [...roles.add, ...roles.absent.filter((role) => !held.has(roleKey(role)))].map((role) => [roleKey(role), role]),
  )
  const blockers = [
    ...[...doubtful.values()].flatMap((role) => roleBlocker(role, lookups) ?? []),
    ...direct.flatMap((role) => (isKept(role, lookups) ? note('role_not_assignable', roleDetails(role, lookups)) : [])),
    ...stuck,
    ...roles.contradictory.map((role) => contradiction(roleDetails(role, lookups))),
  ]
  const still = new Set(left.map(roleKey))
  const gone = access.roles.filter((role) => !still.has(roleKey(role)))
  const warnings = roleWarnings(change, { lost: [...gone, ...direct], given: roles.add }, lookups)
  return { add: roles.add, remove: direct, blockers, warnings }
}

function resolveFlag(field: 'canCreateBot' | 'isDeveloper', change: UpdateChange, access: Access, reads: Reads) {
  const to = change[field]
  if (to === undefined || (to === access[field] && isRead(field, reads))) return { steps: [], warnings: [] }
  const steps: Step[] = [{ field, from: access[field], to }]
  return { steps, warnings: to ? [note('raises_privilege', { flag: field })] : [] }
}

function unverified(change: UpdateChange, circumstances: UpdateCircumstances): readonly PlanNote[] {
  const { lookups } = circumstances
  const namesRoles = change.roles !== undefined
  const namesBot = namesRoles && JSON.stringify(change.roles).includes('"botId":"')
  const what = [
    ...(change.groups !== undefined && !lookups.known.groups ? ['groups'] : []),
    ...(namesRoles && !lookups.known.roles ? ['roles'] : []),
    ...(namesBot && !lookups.known.bots ? ['bots'] : []),
  ]
  return [...what.map((one) => note('access_unverified', { what: one })), ...uncompared(change, circumstances)]
}

/** The note that a plan does not know the access. Where it knows a part, the note names the rest. */
function uncompared(change: UpdateChange, reads: Reads): readonly PlanNote[] {
  const compared = comparedFacts(change)
  const unread = compared.filter((fact) => !isRead(fact, reads))
  if (reads.accessVerified && unread.length === 0) return []
  const isPartly = reads.accessVerified && unread.length < compared.length
  return [note('access_unverified', { what: 'access', ...(isPartly ? { facts: reads.unread.join(' ') } : {}) })]
}

function flagsConflict(
  change: UpdateChange,
  access: Access,
  steps: readonly Step[],
  reads: Reads,
): readonly PlanNote[] {
  const flag = (field: 'canCreateBot' | 'isDeveloper') => change[field] ?? (isRead(field, reads) ? access[field] : null)
  // Both flags go out with every update, so a conflict refuses any update, not only one of the flags.
  return steps.length > 0 && flag('canCreateBot') === true && flag('isDeveloper') === false
    ? [note('flags_conflict', {})]
    : []
}

/** Whether an update requests any change. An empty `set` is a request; an empty `edit` is not. */
export function requestsChange(change: UpdateChange): boolean {
  const lists = [change.groups, change.roles].some(
    (list) => list !== undefined && (list.mode === 'set' || list.add.length + list.remove.length > 0),
  )
  return lists || change.canCreateBot !== undefined || change.isDeveloper !== undefined
}

/** Compares an update with the current access of a user. */
export function resolveUpdate(change: UpdateChange, access: Access, circumstances: UpdateCircumstances): Resolution {
  if (!requestsChange(change)) return { steps: [], blockers: [], warnings: [] }
  const group = resolveGroups(change, access, circumstances)
  const role = resolveRoles(change, access, group.groups.remove, circumstances)
  const createBot = resolveFlag('canCreateBot', change, access, circumstances)
  const developer = resolveFlag('isDeveloper', change, access, circumstances)
  const steps: Step[] = [
    ...group.groups.remove.map((groupId): Step => ({ field: 'group', op: 'remove', groupId })),
    ...group.groups.add.map((groupId): Step => ({ field: 'group', op: 'add', groupId })),
    ...role.remove.map((one): Step => ({ field: 'role', op: 'remove', roleId: one.roleId, botId: one.botId })),
    ...role.add.map((one): Step => ({ field: 'role', op: 'add', roleId: one.roleId, botId: one.botId })),
    ...createBot.steps,
    ...developer.steps,
  ]
  return {
    steps,
    blockers: [
      ...unreadSets(change, circumstances),
      ...group.blockers,
      ...role.blockers,
      ...flagsConflict(change, access, steps, circumstances),
    ],
    warnings: [
      ...unverified(change, circumstances),
      ...group.warnings,
      ...role.warnings,
      ...createBot.warnings,
      ...developer.warnings,
    ],
  }
}

/** Kore.ai responds to a role id of another form with a CastError (Update User, sample response). */
const roleIdForm = /^[0-9a-f]{24}$/

function whyNot(role: RoleOnBot, lookups: Lookups): CauseCode | null {
  if (!roleIdForm.test(role.roleId)) return 'role_id_malformed'
  const known = lookups.roles.get(role.roleId)
  if (known === undefined && lookups.known.roles) return 'role_not_found'
  if (known?.kind === 'bot' && role.botId === null) return 'role_needs_bot'
  if (known !== undefined && !isAssignable(known)) return 'role_not_assignable'
  if (known?.kind === 'admin' && role.botId !== null) return 'role_is_admin'
  if (role.botId !== null && lookups.known.bots && !lookups.bots.has(role.botId)) return 'bot_not_found'
  return null
}

/** The blocker of assigning this role; null if there is none. */
function roleBlocker(role: RoleOnBot, lookups: Lookups): PlanNote | null {
  const code = whyNot(role, lookups)
  return code === null ? null : { code, details: roleDetails(role, lookups) }
}
