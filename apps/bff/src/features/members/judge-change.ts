import { actsAsOwner, covers, type Granted, permissionsOfMember, type Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { GrantedRole, MemberFacts } from './ports.ts'

export type RequestedMemberChange =
  | { readonly kind: 'role'; readonly role: GrantedRole }
  | { readonly kind: 'scope'; readonly scope: Scope | null; readonly words: Message }
  | { readonly kind: 'disable' | 'enable' | 'remove' | 'sign_out' }
  | { readonly kind: 'invite_again' }

const endsAccess = (change: RequestedMemberChange, role: string): boolean =>
  change.kind === 'disable' || change.kind === 'remove' || (change.kind === 'role' && role === 'owner')

const permissionsOfRole = (role: GrantedRole) => permissionsOfMember({ ...role, scope: null })

/** Why a role may not be granted: only the holder of all its permissions may, and the configuration names the owners, also those by a custom role. */
export function refuseRole(
  actor: Granted,
  granted: { readonly role: GrantedRole; readonly email: string; readonly scope: Scope | null },
  isNamedOwner: (email: string) => boolean,
): Message | null {
  const { role, email, scope } = granted
  if (!covers(actor, permissionsOfRole(role))) return message('problem.role_above_yours')
  if (!actsAsOwner(permissionsOfRole(role))) return null
  if (scope !== null && role.role === 'owner') return message('problem.owner_limited')
  return isNamedOwner(email) ? null : message('problem.owner_not_named', { email })
}

/** Why a change of a member is refused; null if it is allowed. */
export function refuseChange(
  { actor, member, otherOwners }: MemberFacts,
  change: RequestedMemberChange,
  isNamedOwner: (email: string) => boolean,
): Message | null {
  // Without its limit: a limited member is as strong as their role to those who could lift it.
  if (!covers(actor, permissionsOfRole(member))) return message('problem.member_above_you', { email: member.email })
  if (member.id === actor.id && change.kind !== 'sign_out') return message('problem.own_membership')
  const counts = member.role === 'owner' && member.disabledAt === null && member.joinedAt !== null
  if (counts && otherOwners === 0 && endsAccess(change, member.role)) return message('problem.last_owner')
  if (change.kind === 'role') return refuseRole(actor, { ...member, role: change.role }, isNamedOwner)
  if (change.kind === 'enable') return refuseRole(actor, { ...member, role: member }, isNamedOwner)
  if (change.kind === 'scope' && change.scope !== null && member.role === 'owner')
    return message('problem.owner_limited')
  if (change.kind === 'invite_again' && member.disabledAt !== null) return message('problem.member_disabled')
  return null
}
