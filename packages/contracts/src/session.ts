import { environments } from '@muster/core/environment'
import { languages } from '@muster/core/language'
import { permissions } from '@muster/core/permission'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { pageSizes, tableColumns, tableDensities } from './search-values.ts'
import { assertionSchema, countSchema, idSchema, plainText, timeSchema } from './values.ts'

const scopeList = z.nullable(z.array(idSchema).check(z.maxLength(200)))

/** The users and the bots that a role is limited to. */
export const scopeSchema = z.object({
  /** IDs of groups: only their users. Null: all users. */
  groups: scopeList,
  /** IDs of bots: only roles on these. Null: all roles. */
  bots: scopeList,
})
export type RequestedScope = z.output<typeof scopeSchema>

/** How a member sees the table of users. */
export const usersTableSchema = z.object({
  /** The columns that are shown, in order. */
  columns: z.array(z.enum(tableColumns)).check(z.maxLength(tableColumns.length)),
  density: z.enum(tableDensities),
  pageSize: z.literal(pageSizes),
})
export type UsersTable = z.output<typeof usersTableSchema>

export const sessionSchema = z.object({
  /** Null if no member is signed in. */
  member: z.nullable(
    z.object({
      id: idSchema,
      email: z.string(),
      name: z.string(),
      /** A built-in role, or the ID of a custom one. */
      role: z.string(),
      roleName: z.string(),
      roleNameMessage: kept,
      permissions: z.array(z.enum(permissions)),
      /** What the role is limited to; null: nothing. */
      scope: z.nullable(scopeSchema),
      /** Null while the member has not chosen one: the browser's own language applies. */
      language: z.nullable(z.enum(languages)),
      /** Null while the member has not chosen one. */
      usersTable: z.nullable(usersTableSchema),
    }),
  ),
  /** Send as `X-Muster-CSRF` with every unsafe request; null if no member is signed in. */
  csrfToken: z.nullable(z.string()),
  /**
   * When the session ends without use (`idle`), or ends in any case (`age`); null if no member is signed in.
   * Requests with `X-Muster-Background` do not count as use.
   */
  ends: z.nullable(
    z.object({
      inSeconds: countSchema,
      reason: z.enum(['idle', 'age']),
      /** How long the last proof of who the member is counts for acts that need a fresh one. */
      freshForSeconds: countSchema,
    }),
  ),
  /** The connected Kore.ai account, shown on every page and in every confirmation. */
  environment: z.enum(environments),
  /** Display name of the account, e.g. the host. */
  accountName: z.string(),
  /** Available ways to sign in. */
  /** `administrator_password`: the passphrases of members are off. */
  signInMethods: z.array(z.enum(['link', 'password', 'administrator_password', 'passkey', 'oidc', 'break_glass'])),
  /** Name of the identity provider, for the button; null if none is configured. */
  identityProvider: z.nullable(z.string()),
})
export type Session = z.output<typeof sessionSchema>

export const signInRequestSchema = z.union([
  z.object({ token: z.string().check(z.minLength(1), z.maxLength(500)) }),
  z.object({ passkey: assertionSchema }),
  /** The credential of the break-glass account. It signs in once. */
  z.object({
    breakGlass: z.string().check(z.minLength(1), z.maxLength(200)),
    code: z.string().check(z.minLength(6), z.maxLength(40)),
  }),
  z.object({
    email: plainText(320).check(z.minLength(1)),
    password: z.string().check(z.minLength(1), z.maxLength(1000)),
    /** Of the authenticator app, or a recovery code, if the member requires one. */
    code: z.optional(z.string().check(z.minLength(6), z.maxLength(40))),
    /** In place of a code. */
    passkey: z.optional(assertionSchema),
  }),
])

export const getSession = route({
  method: 'GET',
  path: '/api/session',
  summary: 'Read the signed-in member and the connected Kore.ai account',
  permission: 'none',
  stepUp: 'none',
  responses: { 200: sessionSchema },
})

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with a sign-in link, a passkey, or email and password',
  permission: 'none',
  stepUp: 'none',
  body: signInRequestSchema,
  responses: { 200: sessionSchema },
  problems: ['sign_in_failed', 'second_factor_required'],
})

export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out',
  // `continueAt`: where the browser ends the session of the identity provider as well; null if it ends none.
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  responses: { 200: z.extend(sessionSchema, { continueAt: z.nullable(z.string()) }) },
})

export const setLanguage = route({
  method: 'PUT',
  path: '/api/session/language',
  summary: 'Choose the language of your pages and reports',
  permission: 'session:own',
  stepUp: 'none',
  body: z.object({ language: z.enum(languages) }),
  responses: { 200: z.object({ language: z.enum(languages) }) },
})

export const setUsersTable = route({
  method: 'PUT',
  path: '/api/session/users-table',
  summary: 'Choose the columns, the density and the page size of your table of users',
  permission: 'session:own',
  stepUp: 'none',
  body: usersTableSchema,
  responses: { 200: usersTableSchema },
})

export const listGrantors = route({
  method: 'GET',
  path: '/api/session/grantors',
  summary: 'The members who can grant permissions, by name',
  permission: 'session:own',
  stepUp: 'none',
  responses: { 200: z.object({ items: z.array(z.object({ name: z.string(), email: z.string() })) }) },
})

/** A session of the signed-in member, to let them end sessions they do not recognize. */
export const ownSessionSchema = z.object({
  id: idSchema,
  /** The session of this request. */
  current: z.boolean(),
  /** Browser and system, as far as known: "Firefox on Windows". */
  agent: z.string(),
  agentMessage: kept,
  signedInAt: timeSchema,
  usedAt: timeSchema,
  /** When it ends without further use. */
  endsAt: timeSchema,
})
export type OwnSession = z.output<typeof ownSessionSchema>

export const listSessions = route({
  method: 'GET',
  path: '/api/sessions',
  summary: 'List your sessions',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  responses: { 200: z.object({ items: z.array(ownSessionSchema) }) },
})

export const endSession = route({
  method: 'DELETE',
  path: '/api/sessions/:id',
  summary: 'End one of your sessions',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ ended: countSchema }) },
})

export const endOtherSessions = route({
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'End all your sessions except the current one',
  permission: 'session:own',
  stepUp: 'none',
  tokens: 'refused',
  responses: { 200: z.object({ ended: countSchema }) },
})
