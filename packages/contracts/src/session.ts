import { environments } from '@muster/core/environment'
import { languages } from '@muster/core/language'
import { memberRoles, permissions } from '@muster/core/permission'
import * as z from 'zod/mini'
import { route } from './route.ts'
import { countSchema, idSchema, timeSchema } from './values.ts'

export const sessionSchema = z.object({
  /** Null when nobody is signed in. */
  member: z.nullable(
    z.object({
      id: idSchema,
      email: z.string(),
      name: z.string(),
      role: z.enum(memberRoles),
      permissions: z.array(z.enum(permissions)),
      /** Null while the member has not chosen one: the browser's own language applies. */
      language: z.nullable(z.enum(languages)),
    }),
  ),
  /** Send as `X-Muster-CSRF` with every unsafe request; null when nobody is signed in. */
  csrfToken: z.nullable(z.string()),
  /**
   * When the session ends unless it is used (`idle`), or ends whatever happens (`age`); null when nobody is signed in.
   * Requests with `X-Muster-Background` do not count as use.
   */
  ends: z.nullable(z.object({ inSeconds: countSchema, reason: z.enum(['idle', 'age']) })),
  /** Which Kore.ai this desk stands before: shown on every page and in every confirmation. */
  environment: z.enum(environments),
  /** The account's name as people should read it, e.g. the host. */
  accountName: z.string(),
  /** How one may sign in here. */
  signInMethods: z.array(z.enum(['link', 'password', 'oidc'])),
})
export type Session = z.output<typeof sessionSchema>

export const signInRequestSchema = z.union([
  z.object({ token: z.string().check(z.minLength(1), z.maxLength(500)) }),
  z.object({
    email: z.string().check(z.minLength(1), z.maxLength(320)),
    password: z.string().check(z.minLength(1), z.maxLength(1000)),
  }),
])

export const getSession = route({
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in, and before which Kore.ai this desk stands',
  permission: 'none',
  responses: { 200: sessionSchema },
})

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with the one-time link or with e-mail and password',
  permission: 'none',
  body: signInRequestSchema,
  responses: { 200: sessionSchema },
  problems: ['sign_in_failed'],
})

export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out',
  permission: 'session:own',
  responses: { 200: sessionSchema },
})

export const setLanguage = route({
  method: 'PUT',
  path: '/api/session/language',
  summary: 'Choose the language of the own pages and reports',
  permission: 'session:own',
  body: z.object({ language: z.enum(languages) }),
  responses: { 200: z.object({ language: z.enum(languages) }) },
})

/** A session of the person who asks: where they are signed in, so that they can end what they do not know. */
export const ownSessionSchema = z.object({
  id: idSchema,
  /** The one that asks. */
  current: z.boolean(),
  /** What it was begun with, as far as that tells: "Firefox on Windows". */
  agent: z.string(),
  signedInAt: timeSchema,
  usedAt: timeSchema,
  /** When it ends if it is not used again. */
  endsAt: timeSchema,
})
export type OwnSession = z.output<typeof ownSessionSchema>

export const listSessions = route({
  method: 'GET',
  path: '/api/sessions',
  summary: 'Where the person who asks is signed in',
  permission: 'session:own',
  responses: { 200: z.object({ items: z.array(ownSessionSchema) }) },
})

export const endSession = route({
  method: 'DELETE',
  path: '/api/sessions/:id',
  summary: 'End one of the own sessions',
  permission: 'session:own',
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ ended: countSchema }) },
})

export const endOtherSessions = route({
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'End all own sessions but the one that asks',
  permission: 'session:own',
  responses: { 200: z.object({ ended: countSchema }) },
})
