import * as z from 'zod/mini'
import { shownAdminRoles, shownBotRoles } from '../account/shown-roles.ts'
import { invalidValues, ok, reasonObject, refused, userNotFound } from '../responses/responses.ts'
import type { User } from '../users/user.ts'
import type { Call, SandboxResponse, World } from '../world.ts'

const accepted = z.looseObject({
  emailIds: z.optional(z.array(z.string())),
  orgUserIds: z.optional(z.array(z.string())),
  status: z.optional(z.enum(['active', 'not active', 'all'])),
})

/** Users by email, found and unknown in one list. Kore.ai docs: Get User Information API. */
export function usersInfoEndpoint(world: World, call: Call): SandboxResponse {
  const body = accepted.safeParse(call.body)
  if (!body.success) return refused(400, invalidValues)
  const { emailIds, orgUserIds, status = 'all' } = body.data
  const requested = emailIds ?? orgUserIds ?? []
  if (requested.length === 0) return refused(400, 'emailIds cannot be empty')
  const find = emailIds === undefined ? world.account.byOrgUserId : world.account.byEmail
  const extra = world.profile === 'v2' ? { moreAvailable: true, total: requested.length } : {}
  return ok(
    requested.map((id) => {
      const user = find(id)
      const isThere = user !== undefined && world.account.isMember(user.index)
      if (isThere && (status === 'all' || user.status === status)) return { ...found(world, user), ...extra }
      const reason = reasonObject(world.profile, userNotFound)
      const key = emailIds === undefined ? { orgUserId: id } : { emailId: id }
      return { userInfo: { ...key, status: 'failure', reason } }
    }),
  )
}

function found(world: World, user: User): object {
  const access = world.account.access(user.index)
  const { emailId, userId, firstName, lastName, status, lastLogin } = user
  return {
    canCreateBot: access.canCreateBot,
    isDeveloper: access.isDeveloper,
    userInfo: { emailId, userId, firstName, lastName, status, ...(lastLogin === null ? {} : { lastLogin }) },
    roles: { btRoles: shownBotRoles(access), adminRoles: shownAdminRoles(access) },
    assignBotTasks: access.taskBots.map((botId) => ({
      botId,
      dialogs: [],
      actions: [],
      alerts: [],
      knowledgeTask: [],
    })),
    groups: access.groups.map((groupId) => ({ groupId, groupName: world.groups.byId.get(groupId)?.name ?? '' })),
  }
}
