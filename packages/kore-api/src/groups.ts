import * as z from 'zod/mini'
import { type KoreEndpoint, roleManagementScope } from './endpoint.ts'
import { looseText } from './identifiers.ts'

/** Kore.ai docs: Get Groups API. Query: `offset`, a page number from 0, and `limit`, at most 50. */
export const getGroups = {
  name: 'Get Groups',
  method: 'GET',
  path: '/api/public/groups',
  scope: roleManagementScope,
  page: 'Get Groups API',
  effect: 'read',
} as const satisfies KoreEndpoint

/** Largest page of groups, roles and bots. */
export const largestPage = 50

/** `gN` is the name, `gDesc` the description; `groups` holds nested groups. */
export const koreGroup = z.looseObject({
  _id: z.string(),
  gN: z.string(),
  gDesc: looseText,
  groups: z.optional(z.array(z.unknown())),
  users: z.optional(
    z.array(
      z.looseObject({
        _id: z.string(),
        emailId: looseText,
        firstName: looseText,
        lastName: looseText,
        activationStatus: looseText,
        jTitle: looseText,
      }),
    ),
  ),
  userCount: z.optional(z.number()),
})

export const groupsResponse = z.looseObject({
  total: z.optional(z.number()),
  availableMore: z.optional(z.boolean()),
  moreAvailable: z.optional(z.boolean()),
  groups: z.array(koreGroup),
})
