import { shownAdminRoles, shownBotRoles } from '../account/shown-roles.ts'
import { ok } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { wholeNumber } from './page.ts'

/** Largest page; no maximum is documented. */
const largestRolesPage = 1000

/** All users; `offset` is the number of records to skip. Kore.ai docs: Get User Roles Details API. */
export function allUserRolesEndpoint(world: World, call: Call): SandboxResponse {
  const { account } = world
  const limit = Math.min(Math.max(wholeNumber(call.query.get('limit'), 100), 1), largestRolesPage)
  const skip = wholeNumber(call.query.get('offset'), 0)
  const members = account.page(skip, limit)
  const users = members.map((user) => {
    const access = account.access(user.index)
    return {
      username: user.emailId,
      ...(user.orgUserId === null ? {} : { orgUserId: user.orgUserId }),
      accountId: account.id,
      isDeveloper: access.isDeveloper,
      canCreateBot: access.canCreateBot,
      userId: user.userId,
      btRoles: shownBotRoles(access),
      adminRoles: shownAdminRoles(access),
    }
  })
  const total = account.total()
  return ok({ total, availableMore: skip + users.length < total, users })
}
