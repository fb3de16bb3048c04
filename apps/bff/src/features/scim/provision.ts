import type { ScimOperation } from '@muster/contracts/scim'
import type { AuditAction, AuditLine } from '@muster/core/audit/audit-line'
import type { MemberRole } from '@muster/core/permission'
import { foldAddress } from '@muster/core/text/fold-address'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError, refusedAct } from '../../problem-error.ts'
import type {
  ProvisionedMember,
  ProvisioningChange,
  ProvisioningFacts,
  ProvisioningStore,
  ScimAttributes,
} from './ports.ts'
import { patchedUser, type RequestedUser } from './read-user.ts'

export interface ScimDeps {
  readonly provisioning: ProvisioningStore
  readonly clock: Clock
  readonly newId: () => string
  /** Whether the configuration names this address as an owner. */
  readonly isNamedOwner: (email: string) => boolean
  /** Whether this is the address of `ADMIN_EMAIL`, the way in without an identity provider. */
  readonly isAdministrator: (email: string) => boolean
  /** Role of a provisioned member until their groups or an owner give another. */
  readonly role: MemberRole
  /** Public origin, for the locations of resources. */
  readonly publicUrl: () => string
}

const taken = () => new ProblemError('conflict', message('problem.scim_taken'))
const missing = () => new ProblemError('not_found', message('problem.no_member'))
const refuse = (detail: Message): never => {
  throw refusedAct(detail)
}

/** Adds a member, who signs in through the identity provider. */
export async function provisionMember(
  { provisioning, clock, newId, role }: ScimDeps,
  actor: Actor,
  { attributes, isActive }: RequestedUser,
): Promise<ProvisionedMember> {
  const facts = { actor: actor.email, member: attributes.email, role: message(`role.${role}`) }
  const audit = {
    action: 'member.invited',
    actor: actor.email,
    sentence: message('audit.member_provisioned', facts),
  } as const
  const member = { ...attributes, id: newId(), role, isActive: isActive ?? true, at: clock.now() }
  return (await provisioning.create(member, audit)) ?? refuse(message('problem.scim_taken'))
}

/** An address that a role was granted to keeps it: neither the configuration nor an invitation moves to another one. */
function judgeMove({ member, hasJoined }: ProvisioningFacts, email: string, deps: ScimDeps): void {
  if (foldAddress(email) === foldAddress(member.email)) return
  if (deps.isNamedOwner(email) || deps.isNamedOwner(member.email)) refuse(message('problem.scim_owner_address'))
  if (!hasJoined && member.role !== deps.role) refuse(message('problem.scim_invited_address'))
}

/** Enables only members that provisioning disabled, and no owner that the configuration does not name. */
function judgeEnabling({ member, isOwner }: ProvisioningFacts, email: string, deps: ScimDeps): void {
  if (isOwner && !deps.isNamedOwner(email)) refuse(message('problem.owner_not_named', { email }))
  if (!member.isDisabledByProvisioning) refuse(message('problem.scim_disabled_in_muster'))
}

/** Refuses what would lock everyone out, or end the access of an owner that the configuration names. */
function judgeEnd({ member, hasJoined, otherOwners }: ProvisioningFacts, actor: Actor, deps: ScimDeps): void {
  if (member.id === actor.memberId) refuse(message('problem.own_membership'))
  if (deps.isAdministrator(member.email)) refuse(message('problem.scim_administrator'))
  if (deps.isNamedOwner(member.email)) refuse(message('problem.scim_named_owner'))
  if (member.role === 'owner' && member.isActive && hasJoined && otherOwners === 0)
    refuse(message('problem.last_owner'))
}

function linesOf(
  actor: Actor,
  before: ProvisionedMember,
  { attributes, isActive }: { readonly attributes: ScimAttributes; readonly isActive: boolean },
): readonly AuditLine[] {
  const names = { actor: actor.email, member: before.email }
  const line = (action: AuditAction, sentence: Message): AuditLine => ({ action, actor: actor.email, sentence })
  const { email, name } = attributes
  const isRenamed = email !== before.email || name !== before.name
  return [
    ...(isRenamed ? [line('member.changed', message('audit.member_renamed', { ...names, name, email }))] : []),
    ...(before.isActive && !isActive ? [line('member.changed', message('audit.member_disabled', names))] : []),
    ...(!before.isActive && isActive ? [line('member.changed', message('audit.member_enabled', names))] : []),
  ]
}

async function changeMember(
  deps: ScimDeps,
  about: { readonly actor: Actor; readonly memberId: string },
  decide: (facts: ProvisioningFacts) => ProvisioningChange,
): Promise<ProvisionedMember | null> {
  const request = { actorId: about.actor.memberId, memberId: about.memberId, at: deps.clock.now() }
  const changed = await deps.provisioning.change(request, decide)
  if (changed === 'missing') throw missing()
  if (changed === 'taken') throw taken()
  return changed === 'removed' ? null : changed
}

/** Makes a member what the provider requests: judged and applied under one lock. */
export async function updateMember(
  deps: ScimDeps,
  about: { readonly actor: Actor; readonly memberId: string },
  request: (member: ProvisionedMember) => RequestedUser,
): Promise<ProvisionedMember> {
  const { actor } = about
  const changed = await changeMember(deps, about, (facts) => {
    const { member } = facts
    const { attributes, isActive: given } = request(member)
    const isActive = given ?? member.isActive
    judgeMove(facts, attributes.email, deps)
    if (isActive && !member.isActive) judgeEnabling(facts, attributes.email, deps)
    if (!isActive && member.isActive) judgeEnd(facts, actor, deps)
    const disabled = isActive === member.isActive ? null : !isActive
    return { attributes, disabled, removed: false, audit: linesOf(actor, member, { attributes, isActive }) }
  })
  if (changed === null) throw missing()
  return changed
}

export const patchMember = (
  deps: ScimDeps,
  about: { readonly actor: Actor; readonly memberId: string },
  operations: readonly ScimOperation[],
): Promise<ProvisionedMember> => updateMember(deps, about, (member) => patchedUser(member, operations))

/** Removes a member. */
export async function deprovisionMember(
  deps: ScimDeps,
  about: { readonly actor: Actor; readonly memberId: string },
): Promise<void> {
  const { actor } = about
  await changeMember(deps, about, (facts) => {
    const { email } = facts.member
    judgeEnd(facts, actor, deps)
    const sentence = message('audit.member_removed', { actor: actor.email, member: email })
    const audit = [{ action: 'member.removed', actor: actor.email, sentence } as const]
    return { attributes: null, disabled: null, removed: true, audit }
  })
}

/** One member. */
export async function readMember({ provisioning }: ScimDeps, id: string): Promise<ProvisionedMember> {
  const { items } = await provisioning.list({ by: 'id', value: id }, { offset: 0, limit: 1 })
  if (items[0] === undefined) throw missing()
  return items[0]
}
