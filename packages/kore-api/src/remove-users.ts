import * as z from 'zod/mini'
import { type KoreEndpoint, userManagementScope } from './endpoint.ts'
import { nonEmpty, requiredText } from './identifiers.ts'

/** Kore.ai docs: Remove Users from Account. The DELETE has a body. */
export const removeUsers = {
  name: 'Remove Users',
  method: 'DELETE',
  path: '/api/public/users',
  scope: userManagementScope,
  page: 'Remove Users from Account',
  effect: 'change',
} as const satisfies KoreEndpoint

/** Exactly one key: the page writes `"deleteEmailIds"/"orgUserIds"`, and the effect of both is not documented. */
export const removeUsersBody = z.union([
  z.strictObject({ deleteEmailIds: nonEmpty(requiredText) }),
  z.strictObject({ orgUserIds: nonEmpty(requiredText) }),
])

export const usersRemovedMessage = 'Users are removed Successfully'

/** The only documented refusal. It is taken to mean the account's owner and owners of bots. */
export const removalRefusedMessage = 'Unauthorized to perform this activity'

export { type WriteResponse as RemoveUsersResponse, writeResponse as removeUsersResponse } from './write-response.ts'
