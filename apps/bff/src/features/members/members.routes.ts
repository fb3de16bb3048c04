import * as routes from '@muster/contracts/members'
import type { RouteInput } from '@muster/contracts/route'
import { covers, type Granted, permissionsOfMember } from '@muster/core/permission'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { roleMessage } from '@muster/wording/role-message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { scopeEntry } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import { changeMember, noMember } from './change-member.ts'
import { type Invitation, inviteMember, renewInvitation } from './invite-member.ts'
import { allRoles, findRole, type RoleDeps } from './manage-roles.ts'
import type { GrantedRole, MemberRecord } from './ports.ts'
import { readScope } from './read-scope.ts'

const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))

function stateOf({ joinedAt, disabledAt }: MemberRecord): routes.MemberEntry['state'] {
  if (disabledAt !== null) return 'disabled'
  return joinedAt === null ? 'invited' : 'active'
}

function entryOf(member: MemberRecord): routes.MemberEntry {
  const { joinedAt: _joined, disabledAt: _disabled, createdAt, lastSignInAt, invitedUntil, scope, ...rest } = member
  return {
    ...rest,
    roleName: englishText(roleMessage(member)),
    roleNameMessage: roleMessage(member),
    scope: scopeEntry(scope),
    state: stateOf(member),
    createdAt: iso(createdAt),
    lastSignInAt: isoOrNull(lastSignInAt),
    invitedUntil: isoOrNull(invitedUntil),
  }
}

const grantableBy = (actor: Granted, roles: readonly GrantedRole[]) =>
  roles
    .filter((role) => covers(actor, permissionsOfMember({ ...role, scope: null })))
    .map((role) => ({ id: role.role, name: englishText(roleMessage(role)), nameMessage: roleMessage(role) }))

/** The one change that a request names. */
async function requestedChange(
  deps: RoleDeps,
  { role, disabled, scope }: RouteInput<typeof routes.changeMember>['body'],
) {
  const given = [role, disabled, scope].filter((one) => one !== undefined)
  if (given.length !== 1) throw new ProblemError('invalid_request', message('problem.one_member_change'))
  if (role !== undefined) return { kind: 'role', role: await findRole(deps, role) } as const
  if (scope === undefined) return { kind: disabled === true ? 'disable' : 'enable' } as const
  return { kind: 'scope', ...readScope(scope, await deps.names.lookups(), deps.clock.now()) } as const
}

const invitationOf = ({ member, link, expiresAt, emailed }: Invitation) => ({
  member: entryOf(member),
  link,
  expiresAt: iso(expiresAt),
  emailed,
})

const invitationRoutes = (deps: RoleDeps): BoundRoute[] => [
  bind(routes.inviteMember, async ({ body }, context) => ({
    status: 201,
    json: invitationOf(
      await inviteMember(deps, actorOf(context), {
        ...body,
        sendEmail: body.sendEmail === true,
        role: await findRole(deps, body.role),
        scope: readScope(body.scope ?? null, await deps.names.lookups(), deps.clock.now()).scope,
      }),
    ),
  })),
  bind(routes.renewInvitation, async ({ params, query }, context) => ({
    status: 200,
    json: invitationOf(await renewInvitation(deps, actorOf(context), params.id, query.sendEmail === 'true')),
  })),
]

export function membersRoutes(deps: RoleDeps): BoundRoute[] {
  return [
    bind(routes.listMembers, async (_input, context) => ({
      status: 200,
      json: {
        items: (await deps.directory.list(deps.clock.now())).map(entryOf),
        grantable: grantableBy(actorOf(context), await allRoles(deps)),
        sendsEmail: deps.mailer.isConfigured,
      },
    })),
    ...invitationRoutes(deps),
    bind(routes.changeMember, async ({ params, body }, context) => {
      const about = { actor: actorOf(context), memberId: params.id }
      const { member } = await changeMember(deps, { ...about, change: await requestedChange(deps, body) })
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
