import * as z from 'zod/mini'
import { freshWithoutTokens, route } from '../route.ts'
import { emptySchema, timeSchema } from '../values.ts'

export const breakGlassSchema = z.object({
  /** `made`: not armed yet. `armed`: signs in once. `used`: make another. */
  state: z.enum(['none', 'made', 'armed', 'used']),
  madeAt: z.nullable(timeSchema),
  usedAt: z.nullable(timeSchema),
  /** Address of the client that used it. */
  usedFrom: z.nullable(z.string()),
})
export type BreakGlassState = z.output<typeof breakGlassSchema>

export const getBreakGlass = route({
  method: 'GET',
  path: '/api/break-glass',
  summary: 'Read the state of the break-glass account',
  permission: 'members:read',
  stepUp: 'none',
  responses: { 200: breakGlassSchema },
})

export const makeBreakGlass = route({
  method: 'POST',
  path: '/api/break-glass',
  summary: 'Make another credential of the break-glass account; the earlier one ends. It is in this response only',
  permission: 'members:manage',
  stepUp: freshWithoutTokens,
  responses: { 201: z.object({ secret: z.string(), key: z.string(), uri: z.string() }) },
  problems: ['conflict'],
})

export const armBreakGlass = route({
  method: 'POST',
  path: '/api/break-glass/arming',
  summary: 'Prove that the credential and the app are kept; the account signs in from then on',
  permission: 'members:manage',
  stepUp: freshWithoutTokens,
  body: z.object({
    secret: z.string().check(z.minLength(1), z.maxLength(200)),
    code: z.string().check(z.minLength(6), z.maxLength(40)),
  }),
  responses: { 200: breakGlassSchema },
  problems: ['sign_in_failed'],
})

export const removeBreakGlass = route({
  method: 'DELETE',
  path: '/api/break-glass',
  summary: 'Remove the break-glass account, with its sessions',
  permission: 'members:manage',
  stepUp: freshWithoutTokens,
  responses: { 200: emptySchema },
})
