import type { Scope } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import type { Actor } from '../../http/session/actor.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { ProblemError, refusedAct } from '../../problem-error.ts'
import { limitedTo, type MemberDeps, noMember } from './change-member.ts'
import { refuseChange, refuseRole } from './judge-change.ts'
import type { GrantedRole, MemberRecord } from './ports.ts'

/** An invitation is valid for a week. */
const lifeMs = 7 * 24 * 3_600_000

export interface Invitation {
  readonly member: MemberRecord
  /** Shown once: the store keeps only a hash of its token, which is in the fragment. */
  readonly link: string
  readonly expiresAt: number
  readonly emailed: boolean
}

interface NewMember {
  readonly email: string
  readonly name: string
  readonly role: GrantedRole
  readonly scope: Scope | null
  readonly sendEmail?: boolean
}

function newInvitation({ clock, publicUrl }: MemberDeps, { memberId }: Actor) {
  const token = newToken()
  const at = clock.now()
  const link = `${publicUrl()}/invitation#token=${token}`
  return { link, row: { linkId: hashToken(token), issuedById: memberId, expiresAt: at + lifeMs, at } }
}

type LinkKind = 'invitation' | 'renewal'

/** Sends the link, once it is stored. The mail is sealed until it leaves. */
async function mailLink(
  { mailer, accountName: account }: MemberDeps,
  {
    kind,
    actor,
    member,
    made,
  }: { kind: LinkKind; actor: Actor; member: MemberRecord; made: ReturnType<typeof newInvitation> },
): Promise<void> {
  await mailer.send({
    key: `${kind} ${made.row.linkId}`,
    to: { email: member.email, language: null },
    subject: message(`mail.${kind}_subject`, { account }),
    paragraphs: [
      message(`mail.${kind}`, { actor: actor.name, account }),
      message('mail.link', { days: lifeMs / 86_400_000 }),
    ],
    link: made.link,
  })
}

function requireMail({ mailer }: MemberDeps): void {
  if (!mailer.isConfigured) throw new ProblemError('conflict', message('problem.no_mail_server'))
}

/** Adds a member, who chooses a passphrase with the link. */
export async function inviteMember(
  deps: MemberDeps,
  actor: Actor,
  { sendEmail = false, ...invited }: NewMember,
): Promise<Invitation> {
  if (sendEmail) requireMail(deps)
  const refusal = refuseRole(actor, invited, deps.isNamedOwner)
  if (refusal !== null) throw refusedAct(refusal)
  const made = newInvitation(deps, actor)
  const { email, name, role, scope } = invited
  const code = sendEmail ? 'audit.member_invited_by_email' : 'audit.member_invited'
  const sentence = message(code, { actor: actor.email, member: email, role: roleMessage(role) })
  const audit = { action: 'member.invited', actor: actor.email, sentence } as const
  const member = await deps.directory.invite({ id: deps.newId(), email, name, role: role.role, scope }, made.row, audit)
  if (member === null) throw new ProblemError('conflict', message('problem.member_exists', { email }))
  if (sendEmail) await mailLink(deps, { kind: 'invitation', actor, member, made })
  return { member, link: made.link, expiresAt: made.row.expiresAt, emailed: sendEmail }
}

/** Another link for a member: for a lost invitation or a forgotten passphrase. Earlier links end. */
export async function renewInvitation(
  deps: MemberDeps,
  actor: Actor,
  memberId: string,
  sendEmail = false,
): Promise<Invitation> {
  if (sendEmail) requireMail(deps)
  const made = newInvitation(deps, actor)
  const member = await deps.directory.renew({ actorId: actor.memberId, memberId }, made.row, (locked) => {
    const facts = limitedTo(actor, locked)
    const refusal = refuseChange(facts, { kind: 'invite_again' }, deps.isNamedOwner)
    if (refusal !== null) throw refusedAct(refusal)
    const code = sendEmail ? 'audit.member_invited_again_by_email' : 'audit.member_invited_again'
    const sentence = message(code, { actor: actor.email, member: facts.member.email })
    return { action: 'member.invited', actor: actor.email, sentence }
  })
  if (member === null) throw noMember()
  const kind = member.joinedAt === null ? 'invitation' : 'renewal'
  if (sendEmail) await mailLink(deps, { kind, actor, member, made })
  return { member, link: made.link, expiresAt: made.row.expiresAt, emailed: sendEmail }
}
