import { covers, type Granted, type MemberRole, permissionsOf } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { MemberFacts } from './ports.ts'

export type RequestedMemberChange =
  | { readonly kind: 'role'; readonly role: MemberRole }
  | { readonly kind: 'disable' | 'enable' | 'remove' | 'sign_out' }
  | { readonly kind: 'invite_again' }

const endsAccess = (change: RequestedMemberChange, role: MemberRole): boolean =>
  change.kind === 'disable' || change.kind === 'remove' || (change.kind === 'role' && role === 'owner')

/** Why a role may not be granted: only the holder of all its permissions may, and the configuration names the owners. */
export function refuseRole(
  actor: Granted,
  granted: { readonly role: MemberRole; readonly email: string },
  isNamedOwner: (email: string) => boolean,
): Message | null {
  if (!covers(actor, permissionsOf(granted.role))) return message('problem.role_above_yours')
  if (granted.role === 'owner' && !isNamedOwner(granted.email))
    return message('problem.owner_not_named', { email: granted.email })
  return null
}

/** Why a change of a member is refused; null if it is allowed. */
export function refuseChange(
  { actor, member, otherOwners }: MemberFacts,
  change: RequestedMemberChange,
  isNamedOwner: (email: string) => boolean,
): Message | null {
  if (!covers(actor, permissionsOf(member.role))) return message('problem.member_above_you', { email: member.email })
  if (member.id === actor.id && change.kind !== 'sign_out') return message('problem.own_membership')
  const counts = member.role === 'owner' && member.disabledAt === null && member.joinedAt !== null
  if (counts && otherOwners === 0 && endsAccess(change, member.role)) return message('problem.last_owner')
  if (change.kind === 'role') return refuseRole(actor, { role: change.role, email: member.email }, isNamedOwner)
  if (change.kind === 'enable') return refuseRole(actor, member, isNamedOwner)
  if (change.kind === 'invite_again' && member.disabledAt !== null) return message('problem.member_disabled')
  return null
}
