import type { RequestedRole } from '@muster/contracts/members'
import {
  actsAsOwner,
  permissions as allPermissions,
  covers,
  type Granted,
  memberRoles,
  type Permission,
} from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError, refusedAct, refuseIncomplete } from '../../problem-error.ts'
import type { MemberDeps } from './change-member.ts'
import type { GrantedRole, RoleRecord, RoleStore, ScopeNames } from './ports.ts'

export interface RoleDeps extends MemberDeps {
  readonly roles: RoleStore
  readonly names: ScopeNames
}

export const noRole = () => new ProblemError('not_found', message('problem.no_role'))
const conflict = (detail: Message) => new ProblemError('conflict', detail)

export const builtIn = (role: string): GrantedRole => ({ role, roleName: null, granted: null })

/** A role by its ID, as it is granted. Throws for one that does not exist. */
export async function findRole({ roles }: Pick<RoleDeps, 'roles'>, id: string): Promise<GrantedRole> {
  if (memberRoles.some((one) => one === id)) return builtIn(id)
  const found = (await roles.list()).find((one) => one.id === id)
  if (found === undefined) throw conflict(message('problem.no_role'))
  return asGranted(found)
}

export const asGranted = ({ id, name, permissions }: RoleRecord): GrantedRole => ({
  role: id,
  roleName: name,
  granted: permissions,
})

/** All roles, the built-in ones first. */
export const allRoles = async ({ roles }: Pick<RoleDeps, 'roles'>): Promise<readonly GrantedRole[]> => [
  ...memberRoles.map(builtIn),
  ...(await roles.list()).map(asGranted),
]

/** A role with more permissions than its maker has would hand them to another member. */
function refuseAbove(actor: Granted, permissions: readonly Permission[]): void {
  if (!covers(actor, permissions)) throw refusedAct(message('problem.role_above_yours'))
}

/** Refuses a change that makes owners of the members of a role, unless the configuration names all of them. */
function refuseUnnamed(
  permissions: readonly Permission[],
  holders: readonly string[],
  isNamedOwner: (email: string) => boolean,
): void {
  const email = actsAsOwner(permissions) ? holders.find((one) => !isNamedOwner(one)) : undefined
  if (email !== undefined) throw refusedAct(message('problem.owner_not_named', { email }))
}

const isBuiltInName = (name: string): boolean =>
  memberRoles.some((role) => englishText(roleMessage(builtIn(role))).toLowerCase() === name.toLowerCase())

const taken = (name: string) => conflict(message('problem.role_exists', { name }))

const line = (actor: Actor, sentence: Message) => ({ action: 'role.changed', actor: actor.email, sentence }) as const

const facts = (actor: Actor, { name, permissions }: RequestedRole) => ({
  actor: actor.email,
  name,
  permissions: permissions.map((one) => message(`permission.${one}`)),
})

/** Each permission once. Every role can sign in. */
const withSession = ({ name, permissions }: RequestedRole): RequestedRole => {
  const chosen = new Set<Permission>([...permissions, 'session:own'])
  return { name, permissions: allPermissions.filter((one) => chosen.has(one)) }
}

export async function addRole(deps: RoleDeps, actor: Actor, body: RequestedRole): Promise<string> {
  const requested = withSession(body)
  refuseAbove(actor, requested.permissions)
  refuseIncomplete(requested.permissions)
  if (isBuiltInName(requested.name)) throw taken(requested.name)
  const id = deps.newId()
  const role = { id, ...requested, createdAt: deps.clock.now(), createdBy: actor.email }
  const audit = line(actor, message('audit.role_added', facts(actor, requested)))
  if (!(await deps.roles.add(role, audit))) throw taken(requested.name)
  return id
}

/** Members of the role sign in again: their pages show what the old one allowed. */
export async function changeRole(
  { isNamedOwner, ...deps }: RoleDeps,
  actor: Actor,
  { id, ...body }: RequestedRole & { readonly id: string },
): Promise<void> {
  const requested = withSession(body)
  refuseAbove(actor, requested.permissions)
  refuseIncomplete(requested.permissions)
  if (isBuiltInName(requested.name)) throw taken(requested.name)
  const changed = await deps.roles.change({ id, ...requested, at: deps.clock.now() }, (stored, holders) => {
    refuseAbove(actor, stored.permissions)
    refuseUnnamed(requested.permissions, holders, isNamedOwner)
    if (actor.role === id) throw refusedAct(message('problem.own_role'))
    return line(actor, message('audit.role_changed', { before: stored.name, ...facts(actor, requested) }))
  })
  if (changed === null) throw noRole()
  if (!changed) throw taken(requested.name)
}

export async function removeRole(deps: RoleDeps, actor: Actor, id: string): Promise<void> {
  const removed = await deps.roles.remove(id, deps.clock.now(), (stored) => {
    refuseAbove(actor, stored.permissions)
    if (stored.members > 0) throw conflict(message('problem.role_used', { count: stored.members }))
    return line(actor, message('audit.role_removed', { actor: actor.email, name: stored.name }))
  })
  if (!removed) throw noRole()
}
