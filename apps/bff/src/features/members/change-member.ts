import type { AuditAction } from '@muster/core/audit/audit-line'
import { may, type Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { Mailer } from '../../mail.ts'
import { ProblemError, refusedAct } from '../../problem-error.ts'
import { type RequestedMemberChange, refuseChange } from './judge-change.ts'
import type { MemberChange, MemberDirectory, MemberFacts, MemberRecord } from './ports.ts'

export interface MemberDeps {
  readonly directory: MemberDirectory
  readonly clock: Clock
  readonly newId: () => string
  /** Whether the configuration names this address as an owner. */
  readonly isNamedOwner: (email: string) => boolean
  readonly mailer: Mailer
  readonly accountName: string
  /** Public origin, for the links. */
  readonly publicUrl: () => string
}

type AppliedChange = Exclude<RequestedMemberChange, { kind: 'invite_again' }>

export const noMember = () => new ProblemError('not_found', message('problem.no_member'))

/** A token has fewer permissions than its member. */
export const limitedTo = (actor: Actor, facts: MemberFacts): MemberFacts => {
  const permissions = facts.actor.permissions.filter((permission) => may(actor, permission))
  return { ...facts, actor: { ...facts.actor, permissions } }
}

/** Makes one change of a member, judged under its lock. */
export async function changeMember(
  { directory, clock, isNamedOwner }: MemberDeps,
  { actor, memberId, change }: { actor: Actor; memberId: string; change: AppliedChange },
): Promise<{ readonly endedSessions: number; readonly member: MemberRecord | null }> {
  const changed = await directory.change({ actorId: actor.memberId, memberId, at: clock.now() }, (locked) => {
    const facts = limitedTo(actor, locked)
    const refusal = refuseChange(facts, change, isNamedOwner)
    if (refusal !== null) throw refusedAct(refusal)
    return effectOf(facts, change, actor)
  })
  if (changed === null) throw noMember()
  return changed
}

const sorted = (ids: readonly string[] | null) => (ids === null ? null : ids.toSorted())

const isSameScope = (one: Scope | null, other: Scope | null): boolean =>
  JSON.stringify([sorted(one?.groups ?? null), sorted(one?.bots ?? null)]) ===
  JSON.stringify([sorted(other?.groups ?? null), sorted(other?.bots ?? null)])

const unchanged: MemberChange = { endsSessions: false, audit: [] }

/**
 * Also a new role ends the sessions: the member signs in again, with a new session of that role. Tokens stay, because
 * each of their requests is judged by the role of that moment.
 */
function accessEffect(
  { member }: MemberFacts,
  change: Extract<AppliedChange, { kind: 'role' | 'scope' }>,
  actor: Actor,
): MemberChange {
  const line = (sentence: Message) => [{ action: 'member.changed' as const, actor: actor.email, sentence }]
  const names = { actor: actor.email, member: member.email }
  if (change.kind === 'role') {
    if (change.role.role === member.role) return unchanged
    const roles = { before: roleMessage(member), after: roleMessage(change.role) }
    const audit = line(message('audit.member_role', { ...names, ...roles }))
    return { role: change.role.role, endsSessions: true, audit }
  }
  if (isSameScope(change.scope, member.scope)) return unchanged
  const audit = line(message('audit.member_scope', { ...names, scope: change.words }))
  return { scope: change.scope, endsSessions: true, audit }
}

function effectOf(facts: MemberFacts, change: AppliedChange, actor: Actor): MemberChange {
  const { member } = facts
  const line = (action: AuditAction, sentence: Message) => [{ action, actor: actor.email, sentence }]
  const names = { actor: actor.email, member: member.email }
  switch (change.kind) {
    case 'role':
    case 'scope':
      return accessEffect(facts, change, actor)
    case 'disable':
      if (member.disabledAt !== null) return unchanged
      return {
        disabled: true,
        endsSessions: true,
        endsTokens: true,
        audit: line('member.changed', message('audit.member_disabled', names)),
      }
    case 'enable':
      if (member.disabledAt === null) return unchanged
      return {
        disabled: false,
        endsSessions: false,
        audit: line('member.changed', message('audit.member_enabled', names)),
      }
    case 'remove':
      return {
        removed: true,
        endsSessions: true,
        audit: line('member.removed', message('audit.member_removed', names)),
      }
    case 'sign_out':
      return {
        endsSessions: true,
        endsTokens: true,
        audit: line('session.signed_out', message('audit.member_signed_out', names)),
      }
  }
}
