import * as z from 'zod/mini'
import { route } from './route.ts'
import type { oidcRefusals } from './search-values.ts'
import { plainText, planHashSchema } from './values.ts'

export type OidcRefusal = (typeof oidcRefusals)[number]

const attemptSchema = z.object({
  /** Address at the identity provider to open in the same browser. */
  url: z.string(),
})
const attemptRequestSchema = z.object({
  /** Path of Muster to open afterwards. */
  to: z.optional(plainText(2000)),
})

export const startOidcSignIn = route({
  method: 'POST',
  path: '/api/oidc/attempts',
  summary: 'Begin a sign-in through the identity provider',
  permission: 'none',
  stepUp: 'none',
  body: attemptRequestSchema,
  responses: { 201: attemptSchema },
  problems: ['identity_provider_unreachable'],
})

export const startOidcReauthentication = route({
  method: 'POST',
  path: '/api/session/reauthenticate/oidc',
  summary: 'Begin to reauthenticate through the identity provider',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  body: z.extend(attemptRequestSchema, { planHash: z.optional(planHashSchema) }),
  responses: { 201: attemptSchema },
  problems: ['conflict', 'identity_provider_unreachable'],
})

export const finishOidcSignIn = route({
  method: 'GET',
  path: '/api/oidc/callback',
  summary: 'The redirect URI of the identity provider: opens a session and redirects to a page',
  permission: 'none',
  stepUp: 'none',
  calledBy: 'browser_from_another_site',
  // Providers add parameters of their own.
  query: z.looseObject({ state: z.optional(z.string()) }),
  responses: { 303: { mediaType: 'text/plain' } },
})

export const backChannelLogout = route({
  method: 'POST',
  path: '/api/oidc/back-channel-logout',
  summary: 'Back-channel logout: ends the sessions that an ended session of the identity provider opened',
  permission: 'none',
  stepUp: 'none',
  calledBy: 'another_server',
  body: 'raw',
  maxBytes: 64 * 1024,
  responses: { 200: { mediaType: 'text/plain' }, 400: z.object({ error: z.literal('invalid_request') }) },
})
