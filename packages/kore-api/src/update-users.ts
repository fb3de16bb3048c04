import * as z from 'zod/mini'
import { type KoreEndpoint, userManagementScope } from './endpoint.ts'
import { nonEmpty, requiredText, roleIdPattern } from './identifiers.ts'

/** Kore.ai docs: Update User API. */
export const updateUsers = {
  name: 'Update Users',
  method: 'PUT',
  path: '/api/public/users',
  scope: userManagementScope,
  page: 'Update User API',
  effect: 'change',
} as const satisfies KoreEndpoint

/** A role on a bot, or without `botId` an admin role. */
export const roleGrant = z.strictObject({
  roleId: z.string().check(z.regex(roleIdPattern)),
  botId: z.optional(requiredText),
})

/** The user: exactly one of the two keys. The effect of both is not documented. */
export const updateUserKey = z.union([
  z.strictObject({ emailId: requiredText }),
  z.strictObject({ orgUserId: requiredText }),
])

/**
 * One user of an update. Both flags are required because the page calls them "default true": leaving one out could grant
 * it. `assignBotTasks` is not there at all, because an entry without `botId` takes every assignment away.
 */
export const updateUser = z.strictObject({
  userInfo: updateUserKey,
  groups: z.optional(
    z.strictObject({ addTo: z.optional(nonEmpty(requiredText)), removeFrom: z.optional(nonEmpty(requiredText)) }),
  ),
  roles: z.optional(
    z.strictObject({ addTo: z.optional(nonEmpty(roleGrant)), removeFrom: z.optional(nonEmpty(roleGrant)) }),
  ),
  canCreateBot: z.boolean(),
  isDeveloper: z.boolean(),
})

/** The body as this product sends it. */
export const updateUsersBody = z.strictObject({ users: nonEmpty(updateUser) })
export type UpdateUsersBody = z.infer<typeof updateUsersBody>

/** `msg` of an update that worked for all. Newer servers: `User is updated Successfully.` */
export const usersUpdatedMessage = 'Users are updated Successfully'

export { type WriteResponse as UpdateUsersResponse, writeResponse as updateUsersResponse } from './write-response.ts'
