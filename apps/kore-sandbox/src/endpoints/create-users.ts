import * as z from 'zod/mini'
import {
  invalidValues,
  looksLikeEmail,
  malformedEmailReason,
  ok,
  reasonObject,
  refused,
} from '../responses/responses.ts'
import { noAccess } from '../users/user.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { acceptedRole } from './update-body.ts'
import { groupFault, roleEntry, roleFault, withGroup, withRole } from './update-entries.ts'

const accepted = z.looseObject({
  users: z.array(
    z.looseObject({
      userInfo: z.looseObject({
        emailId: z.string(),
        orgUserId: z.optional(z.string()),
        firstName: z.optional(z.string()),
        lastName: z.optional(z.string()),
      }),
      groups: z.optional(z.array(z.string())),
      roles: z.optional(z.array(acceptedRole)),
      canCreateBot: z.optional(z.boolean()),
      isDeveloper: z.optional(z.boolean()),
    }),
  ),
})
type NewUser = z.infer<typeof accepted>['users'][number]

/** Create users; both flags are true by default. Kore.ai docs: Create Users API. */
export function createUsersEndpoint(world: World, call: Call): SandboxResponse {
  const body = accepted.safeParse(call.body)
  if (!body.success || body.data.users.length === 0) return refused(400, invalidValues)
  const details = body.data.users.map((user) => {
    const reason = createOne(world, call.seq, user)
    const { emailId, firstName = '' } = user.userInfo
    return {
      userInfo: {
        emailId,
        firstName,
        ...(reason === undefined ? { status: 'success' } : { status: 'failure', reason }),
      },
    }
  })
  const failed = details.filter((one) => one.userInfo.status === 'failure')
  if (world.profile === 'v2') {
    const rest = { failedUserDetails: details, moreAvailable: true, total: details.length }
    return ok(failed.length === 0 ? { msg: 'User is created Successfully.', ...rest } : rest)
  }
  return ok(failed.length === 0 ? { msg: 'Users are created Successfully' } : { failedUserDetails: failed })
}

/** Creates a user, or returns the reason; a user with one wrong role or group is not created at all. */
function createOne(world: World, seq: number, user: NewUser): unknown {
  const { account, profile } = world
  const { emailId, orgUserId = null, firstName = '', lastName = '' } = user.userInfo
  const { canCreateBot = true, isDeveloper = true } = user
  if (!looksLikeEmail(emailId)) return malformedEmailReason(profile)
  const taken = [account.byEmail(emailId), orgUserId === null ? undefined : account.byOrgUserId(orgUserId)]
  if (taken.some((one) => one !== undefined && account.isMember(one.index)))
    return reasonObject(profile, 'User already exists')
  if (canCreateBot && !isDeveloper) return reasonObject(profile, invalidValues)
  const roles = (user.roles ?? []).map(roleEntry)
  const fault =
    roles.map((entry) => roleFault(profile, entry)).find((one) => one !== undefined) ??
    user.groups?.map((id) => groupFault(world, id)).find((one) => one !== undefined)
  if (fault !== undefined) return fault
  const inGroups = (user.groups ?? []).reduce(withGroup, { ...noAccess, canCreateBot, isDeveloper })
  const newcomer = { emailId: emailId.toLowerCase(), orgUserId, firstName, lastName }
  account.create(newcomer, roles.reduce(withRole, inGroups))
  const time = new Date(world.now()).toISOString()
  world.ledger.add({ time, call: seq, kind: 'created', user: newcomer.emailId, changed: true })
  return undefined
}
