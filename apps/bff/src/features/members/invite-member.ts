import type { MemberRole } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import type { Actor } from '../../http/session/actor.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { ProblemError } from '../../problem-error.ts'
import { limitedTo, type MemberDeps, noMember } from './change-member.ts'
import { refuseChange, refuseRole } from './judge-change.ts'
import type { MemberRecord } from './ports.ts'

/** An invitation is valid for a week. */
const lifeMs = 7 * 24 * 3_600_000

export interface Invitation {
  readonly member: MemberRecord
  /** Shown once: the store keeps only a hash of its token, which is in the fragment. */
  readonly link: string
  readonly expiresAt: number
}

function newInvitation({ clock, publicUrl }: MemberDeps, { memberId }: Actor) {
  const token = newToken()
  const at = clock.now()
  const link = `${publicUrl()}/invitation#token=${token}`
  return { link, row: { linkId: hashToken(token), issuedById: memberId, expiresAt: at + lifeMs, at } }
}

/** Adds a member, who chooses a passphrase with the link. */
export async function inviteMember(
  deps: MemberDeps,
  actor: Actor,
  invited: { readonly email: string; readonly name: string; readonly role: MemberRole },
): Promise<Invitation> {
  const refusal = refuseRole(actor, invited, deps.isNamedOwner)
  if (refusal !== null) throw new ProblemError('conflict', refusal)
  const { link, row } = newInvitation(deps, actor)
  const { email, role } = invited
  const sentence = message('audit.member_invited', { actor: actor.email, member: email, role: message(`role.${role}`) })
  const audit = { action: 'member.invited', actor: actor.email, sentence } as const
  const member = await deps.directory.invite({ id: deps.newId(), ...invited }, row, audit)
  if (member === null) throw new ProblemError('conflict', message('problem.member_exists', { email }))
  return { member, link, expiresAt: row.expiresAt }
}

/** Another link for a member: for a lost invitation or a forgotten passphrase. Earlier links end. */
export async function renewInvitation(deps: MemberDeps, actor: Actor, memberId: string): Promise<Invitation> {
  const { link, row } = newInvitation(deps, actor)
  const member = await deps.directory.renew({ actorId: actor.memberId, memberId }, row, (locked) => {
    const facts = limitedTo(actor, locked)
    const refusal = refuseChange(facts, { kind: 'invite_again' }, deps.isNamedOwner)
    if (refusal !== null) throw new ProblemError('conflict', refusal)
    const sentence = message('audit.member_invited_again', { actor: actor.email, member: facts.member.email })
    return { action: 'member.invited', actor: actor.email, sentence }
  })
  if (member === null) throw noMember()
  return { member, link, expiresAt: row.expiresAt }
}
