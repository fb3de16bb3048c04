import * as z from 'zod/mini'
import { passkeySchema } from './passkeys.ts'
import { freshWithoutTokens, route } from './route.ts'
import { sessionSchema } from './session.ts'
import { assertionSchema, countSchema, emptySchema, planHashSchema, timeSchema } from './values.ts'

/** Six digits of an authenticator app, or a recovery code. */
export const codeSchema = z.string().check(z.minLength(6), z.maxLength(40))
const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })

export const factorsSchema = z.object({
  hasPassphrase: z.boolean(),
  /** Where the passphrase is changed: by the member, or in the configuration of Muster. */
  passphraseIn: z.enum(['settings', 'configuration']),
  /** Since when an authenticator app is accepted at sign-in; null if there is none. */
  totpSince: z.nullable(timeSchema),
  /** Recovery codes that are left. */
  recoveryCodes: countSchema,
  passkeys: z.array(passkeySchema),
  /** The address of Muster at which passkeys work; null if it has no domain. */
  passkeyAddress: z.nullable(z.string()),
})
export type Factors = z.output<typeof factorsSchema>

export const getFactors = route({
  method: 'GET',
  path: '/api/session/factors',
  summary: 'Read your factors',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  responses: { 200: factorsSchema },
})

export const reauthenticateMember = route({
  method: 'POST',
  path: '/api/session/reauthenticate',
  summary:
    'Reauthenticate the member: with the passphrase (and a code or passkey), a passkey, or a sign-in link. The session gets another ID',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  // `planHash`: a plan that the member proves it for. The proof counts once, for five minutes, in this session.
  body: z.union([
    z.object({
      password: z.string().check(z.minLength(1), z.maxLength(1000)),
      code: z.optional(codeSchema),
      passkey: z.optional(assertionSchema),
      planHash: z.optional(planHashSchema),
    }),
    z.object({
      breakGlass: z.string().check(z.minLength(1), z.maxLength(200)),
      code: codeSchema,
      planHash: z.optional(planHashSchema),
    }),
    z.object({ passkey: assertionSchema, planHash: z.optional(planHashSchema) }),
    z.object({ token: z.string().check(z.minLength(1), z.maxLength(500)), planHash: z.optional(planHashSchema) }),
  ]),
  responses: { 200: sessionSchema },
  problems: ['sign_in_failed', 'second_factor_required'],
})

export const changePassphrase = route({
  method: 'PUT',
  path: '/api/session/passphrase',
  summary: 'Change your passphrase. Your other sessions, your sign-in links and remembered browsers end',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  body: z.object({ password: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  responses: { 200: emptySchema },
  problems: ['conflict'],
})

export const startTotp = route({
  method: 'POST',
  path: '/api/session/totp',
  summary: 'Create the key for an authenticator app. It is required only once a code confirms it',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  responses: { 201: z.object({ key: z.string(), uri: z.string() }) },
  problems: ['conflict'],
})

export const confirmTotp = route({
  method: 'PUT',
  path: '/api/session/totp',
  summary: 'Confirm the authenticator app with a code. The recovery codes are in this response only',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  body: z.object({ code: codeSchema }),
  responses: { 200: recoveryCodesSchema },
  problems: ['conflict', 'sign_in_failed'],
})

export const removeTotp = route({
  method: 'DELETE',
  path: '/api/session/totp',
  summary: 'Stop requiring an authenticator app',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  responses: { 200: emptySchema },
})

export const renewRecoveryCodes = route({
  method: 'POST',
  path: '/api/session/recovery-codes',
  summary: 'Replace the recovery codes',
  permission: 'session:own',
  stepUp: freshWithoutTokens,
  responses: { 201: recoveryCodesSchema },
  problems: ['conflict'],
})
