import type { OidcRefusal } from '@muster/contracts/oidc'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import { type MappedRole, mappedRole, type RoleRules } from './map-roles.ts'
import type { CandidateMember, IdentityDecision, IdentityFacts, ProvenIdentity } from './ports.ts'

interface Context {
  readonly rules: RoleRules
  /** Name of the provider. */
  readonly provider: string
  readonly address: string
}

const refuse = (refusal: OidcRefusal, endsSessionsOf: string | null = null): IdentityDecision => ({
  kind: 'refuse',
  refusal,
  endsSessionsOf,
})

/** The role of a member after a sign-in; null refuses it. The administrator and the last owner who can sign in keep theirs. */
function roleAfter(
  identity: ProvenIdentity,
  member: CandidateMember,
  { otherOwners, customRoles }: IdentityFacts,
  rules: RoleRules,
): MappedRole | null {
  if (rules.pairs.length === 0 || rules.isAdministrator(member.email)) return member
  if (member.role === 'owner' && member.hasJoined && otherOwners === 0) return member
  // No owner has a limit, and a sign-in lifts none.
  const mayOwn = rules.isNamedOwner(member.email) && !member.isLimited
  return mappedRole(identity.groups ?? [], mayOwn, { rules, customRoles })
}

function roleLines(member: CandidateMember, given: MappedRole, { provider }: Context): readonly AuditLine[] {
  if (given.role === member.role) return []
  const roles = { before: roleMessage(member), after: roleMessage(given) }
  const sentence = message('audit.oidc_role', { provider, member: member.email, ...roles })
  return [{ action: 'member.changed', actor: 'Muster', sentence }]
}

const joined = (email: string, { provider, address }: Context): AuditLine => ({
  action: 'member.joined',
  actor: email,
  sentence: message('audit.oidc_joined', { member: email, provider, address }),
})

function enterAs(
  kind: 'enter' | 'bind',
  { member, identity, facts }: { member: CandidateMember; identity: ProvenIdentity; facts: IdentityFacts },
  context: Context,
): IdentityDecision {
  if (member.isDisabled) return refuse('disabled')
  const given = roleAfter(identity, member, facts, context.rules)
  if (given === null) return refuse('no_role', member.id)
  const bound = kind === 'bind' ? [joined(member.email, context)] : []
  return { kind, memberId: member.id, role: given.role, audit: [...bound, ...roleLines(member, given, context)] }
}

/**
 * Decides who signs in. The key is issuer and subject. An address leads to a member only while they have an open
 * invitation or wait for their first sign-in, and only if the provider verified it.
 */
export function decideIdentity(identity: ProvenIdentity, facts: IdentityFacts, context: Context): IdentityDecision {
  const { rules } = context
  if (identity.groups === null && rules.pairs.length > 0) return refuse('groups_cut')
  if (facts.known !== null) return enterAs('enter', { member: facts.known, identity, facts }, context)
  const { verifiedEmail: email } = identity
  if (email === null) return refuse('email')
  if (facts.byEmail !== null)
    return facts.byEmail.isInvited
      ? enterAs('bind', { member: facts.byEmail, identity, facts }, context)
      : refuse(facts.byEmail.isDisabled ? 'disabled' : 'no_invitation')
  const given = mappedRole(identity.groups ?? [], rules.isNamedOwner(email), { rules, customRoles: facts.customRoles })
  if (given === null) return refuse(rules.pairs.length === 0 ? 'no_invitation' : 'no_role')
  const name = identity.name ?? email.split('@')[0] ?? email
  return { kind: 'create', member: { email, name, role: given.role }, audit: [joined(email, context)] }
}
