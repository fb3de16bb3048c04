import * as z from 'zod/mini'
import { freshWithoutTokens, route } from './route.ts'
import { base64url, credentialId, emptySchema, idSchema, plainText, timeSchema } from './values.ts'

const transports = z.array(z.string().check(z.maxLength(40))).check(z.maxLength(10))
const credential = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
})

export const passkeySchema = z.object({
  id: idSchema,
  name: z.string(),
  addedAt: timeSchema,
  lastUsedAt: z.nullable(timeSchema),
  /** Whether the authenticator syncs it to other devices of its owner. */
  synced: z.boolean(),
})
export type Passkey = z.output<typeof passkeySchema>

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn. */
export const createPasskeyChallenge = route({
  method: 'POST',
  path: '/api/session/passkey-challenge',
  summary: 'Create a challenge for a passkey: to sign in, as second factor, or to reauthenticate',
  permission: 'none',
  stepUp: 'none',
  // It lists the passkeys of the member.
  tokens: 'refused',
  responses: {
    201: z.object({
      challenge: z.string(),
      timeout: z.number(),
      rpId: z.string(),
      allowCredentials: z.array(credential),
      userVerification: z.literal('required'),
    }),
  },
  problems: ['conflict'],
})

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn. */
export const startPasskey = route({
  method: 'POST',
  path: '/api/session/passkeys/challenge',
  summary: 'Create a challenge to add a passkey',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  responses: {
    201: z.object({
      rp: z.object({ name: z.string(), id: z.string() }),
      user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
      challenge: z.string(),
      pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
      timeout: z.number(),
      excludeCredentials: z.array(credential),
      authenticatorSelection: z.object({
        residentKey: z.literal('required'),
        requireResidentKey: z.literal(true),
        userVerification: z.literal('required'),
      }),
      attestation: z.literal('none'),
    }),
  },
  problems: ['conflict', 'reauthentication_required'],
})

export const addPasskey = route({
  method: 'POST',
  path: '/api/session/passkeys',
  summary: 'Add a passkey. Recovery codes are in this response only, and only with the first factor',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  body: z.object({
    name: plainText(100).check(z.trim(), z.minLength(1)),
    id: credentialId,
    clientDataJSON: base64url(4000),
    attestationObject: base64url(40_000),
    transports: z.optional(transports),
  }),
  responses: { 201: z.object({ passkey: passkeySchema, recoveryCodes: z.array(z.string()) }) },
  problems: ['conflict', 'reauthentication_required', 'sign_in_failed'],
})

export const removePasskey = route({
  method: 'DELETE',
  path: '/api/session/passkeys/:id',
  summary: 'Remove one of your passkeys',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  params: z.object({ id: idSchema }),
  responses: { 200: emptySchema },
  problems: ['conflict', 'reauthentication_required'],
})
