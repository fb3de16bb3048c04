import * as routes from '@muster/contracts/members'
import { covers, type Granted, type MemberRole, memberRoles, permissionsOf } from '@muster/core/permission'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import { changeMember, type MemberDeps, noMember } from './change-member.ts'
import { type Invitation, inviteMember, renewInvitation } from './invite-member.ts'
import type { MemberRecord } from './ports.ts'

const roleName = (role: MemberRole) => message(`role.${role}`)
const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))

function stateOf({ joinedAt, disabledAt }: MemberRecord): routes.MemberEntry['state'] {
  if (disabledAt !== null) return 'disabled'
  return joinedAt === null ? 'invited' : 'active'
}

function entryOf(member: MemberRecord): routes.MemberEntry {
  const { joinedAt: _joined, disabledAt: _disabled, createdAt, lastSignInAt, invitedUntil, ...rest } = member
  return {
    ...rest,
    roleName: englishText(roleName(member.role)),
    roleNameMessage: roleName(member.role),
    state: stateOf(member),
    createdAt: iso(createdAt),
    lastSignInAt: isoOrNull(lastSignInAt),
    invitedUntil: isoOrNull(invitedUntil),
  }
}

const grantableBy = (actor: Granted) =>
  memberRoles
    .filter((role) => covers(actor, permissionsOf(role)))
    .map((id) => ({ id, name: englishText(roleName(id)), nameMessage: roleName(id) }))

const invitationOf = ({ member, link, expiresAt, emailed }: Invitation) => ({
  member: entryOf(member),
  link,
  expiresAt: iso(expiresAt),
  emailed,
})

export function membersRoutes(deps: MemberDeps): BoundRoute[] {
  return [
    bind(routes.listMembers, async (_input, context) => ({
      status: 200,
      json: {
        items: (await deps.directory.list(deps.clock.now())).map(entryOf),
        grantable: grantableBy(actorOf(context)),
        sendsEmail: deps.mailer.isConfigured,
      },
    })),
    bind(routes.inviteMember, async ({ body }, context) => ({
      status: 201,
      json: invitationOf(await inviteMember(deps, actorOf(context), { ...body, sendEmail: body.sendEmail === true })),
    })),
    bind(routes.renewInvitation, async ({ params, query }, context) => ({
      status: 200,
      json: invitationOf(await renewInvitation(deps, actorOf(context), params.id, query.sendEmail === 'true')),
    })),
    bind(routes.changeMember, async ({ params, body }, context) => {
      const about = { actor: actorOf(context), memberId: params.id }
      const { role, disabled } = body
      if ((role === undefined) === (disabled === undefined))
        throw new ProblemError('invalid_request', message('problem.one_member_change'))
      const change =
        role === undefined
          ? { kind: disabled === true ? ('disable' as const) : ('enable' as const) }
          : { kind: 'role' as const, role }
      const { member } = await changeMember(deps, { ...about, change })
      if (member === null) throw noMember()
      return { status: 200, json: entryOf(member) }
    }),
    bind(routes.endMemberSessions, async ({ params }, context) => {
      const about = { actor: actorOf(context), memberId: params.id }
      const { endedSessions } = await changeMember(deps, { ...about, change: { kind: 'sign_out' } })
      return { status: 200, json: { ended: endedSessions } }
    }),
    bind(routes.removeMember, async ({ params }, context) => {
      await changeMember(deps, { actor: actorOf(context), memberId: params.id, change: { kind: 'remove' } })
      return { status: 200, json: {} }
    }),
  ]
}
