import * as z from 'zod/mini'
import { type KoreEndpoint, userManagementScope } from './endpoint.ts'
import { heldAdminRole, heldBotRole } from './held-roles.ts'
import { looseText, nonEmpty, requiredText } from './identifiers.ts'
import { koreReason } from './reason.ts'

/** Kore.ai docs: Get User Information API. A read, although the method is POST. */
export const usersInfo = {
  name: 'Get User Information',
  method: 'POST',
  path: '/api/public/usersInfo',
  scope: userManagementScope,
  page: 'Get User Information API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** `orgUserIds` is documented up to version 9.3 only. */
export const usersInfoBody = z.union([
  z.strictObject({
    emailIds: nonEmpty(requiredText),
    status: z.optional(z.enum(['active', 'not active', 'all'])),
  }),
  z.strictObject({
    orgUserIds: nonEmpty(requiredText),
    status: z.optional(z.enum(['active', 'not active', 'all'])),
  }),
])

/**
 * One element per requested id, found and not found in one list, always with status 200. `userInfo.status` is the state of the account
 * in a found element and `failure` in the other kind.
 */
export const usersInfoElement = z.looseObject({
  canCreateBot: z.optional(z.boolean()),
  isDeveloper: z.optional(z.boolean()),
  userInfo: z.looseObject({
    emailId: looseText,
    userId: looseText,
    orgUserId: looseText,
    firstName: looseText,
    lastName: looseText,
    status: z.optional(z.union([z.string(), z.number()])),
    lastLogin: z.optional(z.unknown()),
    reason: z.optional(koreReason),
  }),
  roles: z.optional(
    z.looseObject({ btRoles: z.optional(z.array(heldBotRole)), adminRoles: z.optional(z.array(heldAdminRole)) }),
  ),
  groups: z.optional(z.array(z.looseObject({ groupId: z.string(), groupName: looseText }))),
})

/** The response is a list at the top level. */
export const usersInfoResponse = z.array(usersInfoElement)
