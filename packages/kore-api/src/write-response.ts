import * as z from 'zod/mini'
import { looseText } from './identifiers.ts'
import { koreReason } from './reason.ts'

/** An entry of a list in the request that failed, returned with its reason. Kore.ai docs: Update User API. */
export const failedEntry = z.looseObject({
  reason: z.optional(koreReason),
  roleId: looseText,
  botId: looseText,
  groupId: looseText,
})

/** Lists of entries that failed. Documented under `roles.addTo` only; the other three by analogy. */
export const failedLists = z.looseObject({
  addTo: z.optional(z.array(z.union([failedEntry, z.string()]))),
  removeFrom: z.optional(z.array(z.union([failedEntry, z.string()]))),
})

/**
 * One element of `failedUserDetails`. The name is misleading: newer servers list users with `status: "success"` here.
 * The email is at the root (remove) or under `userInfo` (create, update); the reason at the root, under `userInfo`, or
 * nested at the entry that failed.
 */
export const failedUserDetail = z.looseObject({
  emailId: looseText,
  orgUserId: looseText,
  status: z.optional(z.union([z.string(), z.number()])),
  reason: z.optional(koreReason),
  userInfo: z.optional(
    z.looseObject({
      emailId: looseText,
      orgUserId: looseText,
      userId: looseText,
      firstName: looseText,
      lastName: looseText,
      status: z.optional(z.union([z.string(), z.number()])),
      reason: z.optional(koreReason),
    }),
  ),
  roles: z.optional(failedLists),
  groups: z.optional(failedLists),
})

/**
 * The response of update and remove: `msg`, `failedUserDetails`, or both; status 200 in every documented case, so the status
 * proves nothing. Kore.ai docs: Update User API, Remove Users from Account.
 */
export const writeResponse = z.looseObject({
  msg: z.optional(z.string()),
  failedUserDetails: z.optional(z.array(failedUserDetail)),
  moreAvailable: z.optional(z.boolean()),
  total: z.optional(z.number()),
})
export type WriteResponse = z.infer<typeof writeResponse>
