import * as z from 'zod/mini'
import { type KoreEndpoint, roleManagementScope } from './endpoint.ts'
import { heldAdminRole, heldBotRole } from './held-roles.ts'
import { looseText } from './identifiers.ts'

/**
 * Kore.ai docs: Get User Roles Details API. The only public list of all users; names and states are not in it.
 * Query: `limit` (maximum not documented) and `offset`, the number of records to skip (not a page number).
 */
export const allUserRoles = {
  name: 'Get User Roles Details',
  method: 'GET',
  path: '/api/public/alluserroles',
  scope: roleManagementScope,
  page: 'Get User Roles Details API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** `username` is the email. */
export const userRoles = z.looseObject({
  username: z.string(),
  orgUserId: looseText,
  accountId: looseText,
  userId: looseText,
  isDeveloper: z.optional(z.boolean()),
  canCreateBot: z.optional(z.boolean()),
  btRoles: z.optional(z.array(heldBotRole)),
  adminRoles: z.optional(z.array(heldAdminRole)),
})

export const allUserRolesResponse = z.looseObject({
  total: z.optional(z.number()),
  availableMore: z.optional(z.boolean()),
  moreAvailable: z.optional(z.boolean()),
  users: z.array(userRoles),
})
export type AllUserRolesResponse = z.infer<typeof allUserRolesResponse>
