import { permissions } from '@muster/core/permission'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { freshWithoutTokens, route } from './route.ts'
import { emptySchema, idSchema, plainText, timeSchema } from './values.ts'

export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Permissions of the token; it never has more than its member has now. */
  permissions: z.array(z.enum(permissions)),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  lastUsedAt: z.nullable(timeSchema),
  /** Address of the client that used it last. */
  lastUsedFrom: z.nullable(z.string()),
})
export type TokenEntry = z.output<typeof tokenSchema>

export const listTokens = route({
  method: 'GET',
  path: '/api/tokens',
  summary: 'Your tokens for scripts, newest first',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  responses: {
    200: z.object({
      items: z.array(tokenSchema),
      /** Permissions that a new token can have. */
      grantable: z.array(z.object({ id: z.enum(permissions), name: z.string(), nameMessage: kept })),
    }),
  },
})

export const createToken = route({
  method: 'POST',
  path: '/api/tokens',
  summary: 'Create a token for scripts. The response is the only place that shows it',
  permission: 'session:own',
  // A stolen token must not outlive its expiry by creating others, nor a stolen session by creating one.
  stepUp: freshWithoutTokens,
  body: z.object({
    name: plainText(100).check(z.trim(), z.minLength(1)),
    permissions: z.array(z.enum(permissions)).check(z.minLength(1), z.maxLength(permissions.length)),
    expiresInDays: z.int().check(z.minimum(1), z.maximum(366)),
  }),
  responses: { 201: z.object({ token: tokenSchema, secret: z.string() }) },
  problems: ['conflict'],
})

export const revokeToken = route({
  method: 'DELETE',
  path: '/api/tokens/:id',
  summary: 'Revoke one of your tokens',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  params: z.object({ id: idSchema }),
  responses: { 200: emptySchema },
})

export const listMemberTokens = route({
  method: 'GET',
  path: '/api/members/:id/tokens',
  summary: 'The tokens of a member, newest first',
  permission: 'members:read',
  stepUp: 'none',
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ items: z.array(tokenSchema) }) },
})

export const revokeMemberToken = route({
  method: 'DELETE',
  path: '/api/members/:id/tokens/:tokenId',
  summary: 'Revoke a token of a member',
  permission: 'members:manage',
  stepUp: 'none',
  params: z.object({ id: idSchema, tokenId: idSchema }),
  responses: { 200: emptySchema },
  problems: ['conflict'],
})
