import * as z from 'zod/mini'
import { type KoreEndpoint, roleManagementScope } from './endpoint.ts'
import { looseText } from './identifiers.ts'

/** Kore.ai docs: Get Bots API. Query: `offset`, in practice a page number from 0, and `limit`, at most 50. */
export const getBots = {
  name: 'Get Bots',
  method: 'GET',
  path: '/api/public/bots',
  scope: roleManagementScope,
  page: 'Get Bots API',
  effect: 'read',
} as const satisfies KoreEndpoint

/**
 * A bot. Kore.ai's response also carries `jwtApps[].clientSecret`. This schema drops every field it does not name, so
 * the secrets of other apps go no further.
 */
export const koreBot = z.object({
  _id: z.string(),
  name: z.string(),
  description: looseText,
  status: looseText,
  type: looseText,
  purpose: looseText,
  defaultLanguage: looseText,
  accountId: looseText,
  createdBy: looseText,
  createdOn: z.optional(z.unknown()),
})

export const botsResponse = z.object({
  total: z.optional(z.number()),
  availableMore: z.optional(z.boolean()),
  moreAvailable: z.optional(z.boolean()),
  bots: z.array(koreBot),
})
