import { permissions } from '@muster/core/permission'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { fresh, route } from './route.ts'
import { scopeSchema, sessionSchema } from './session.ts'
import { countSchema, emptySchema, idSchema, plainText, timeSchema } from './values.ts'

const emailSchema = plainText(320).check(z.regex(/^[^\s@]+@[^\s@]+$/))
const nameSchema = plainText(200).check(z.trim(), z.minLength(1))
const linkTokenSchema = z.string().check(z.minLength(1), z.maxLength(500))

/** A built-in role, or the ID of a custom one. */
const roleIdSchema = plainText(100).check(z.minLength(1))

export const memberSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  role: z.string(),
  roleName: z.string(),
  roleNameMessage: kept,
  /** What the role is limited to; null: nothing. */
  scope: z.nullable(scopeSchema),
  /** `invited`: has not chosen a passphrase yet. */
  state: z.enum(['invited', 'active', 'disabled']),
  createdAt: timeSchema,
  lastSignInAt: z.nullable(timeSchema),
  /** When the open invitation ends; null if there is none. */
  invitedUntil: z.nullable(timeSchema),
  /** Live sessions. */
  sessions: countSchema,
  /** Tokens for scripts that are valid. */
  tokens: countSchema,
  hasPassphrase: z.boolean(),
  /** Whether the member has an authenticator app. */
  hasTotp: z.boolean(),
  passkeys: countSchema,
})
export type MemberEntry = z.output<typeof memberSchema>

/** The link is in this response only, and in the email if one was requested: Muster stores its hash. */
export const invitationSchema = z.object({
  member: memberSchema,
  link: z.string(),
  expiresAt: timeSchema,
  emailed: z.boolean(),
})
export type Invitation = z.output<typeof invitationSchema>

const oneMember = z.object({ id: idSchema })

export const listMembers = route({
  method: 'GET',
  path: '/api/members',
  summary: 'The members of Muster, by name',
  permission: 'members:read',
  stepUp: 'none',
  responses: {
    200: z.object({
      items: z.array(memberSchema),
      /** Roles that the requesting member may grant. */
      grantable: z.array(z.object({ id: z.string(), name: z.string(), nameMessage: kept })),
      /** Whether Muster can send invitations by email. */
      sendsEmail: z.boolean(),
    }),
  },
})

export const inviteMember = route({
  method: 'POST',
  path: '/api/members',
  summary: 'Add a member and create their invitation link',
  permission: 'members:manage',
  stepUp: fresh,
  body: z.object({
    email: emailSchema,
    name: nameSchema,
    role: roleIdSchema,
    scope: z.optional(z.nullable(scopeSchema)),
    sendEmail: z.optional(z.boolean()),
  }),
  responses: { 201: invitationSchema },
  problems: ['conflict'],
})

export const renewInvitation = route({
  method: 'POST',
  path: '/api/members/:id/invitation',
  summary: 'Create another link with which a member chooses a passphrase; earlier links end',
  permission: 'members:manage',
  stepUp: fresh,
  params: oneMember,
  query: z.object({ sendEmail: z.optional(z.literal('true')) }),
  responses: { 200: invitationSchema },
  problems: ['conflict'],
})

export const changeMember = route({
  method: 'PATCH',
  path: '/api/members/:id',
  summary: 'Change the role of a member or its limit, or disable or enable them',
  permission: 'members:manage',
  stepUp: fresh,
  params: oneMember,
  body: z.object({
    role: z.optional(roleIdSchema),
    disabled: z.optional(z.boolean()),
    /** Null: the role is no longer limited. */
    scope: z.optional(z.nullable(scopeSchema)),
  }),
  responses: { 200: memberSchema },
  problems: ['conflict'],
})

export const endMemberSessions = route({
  method: 'DELETE',
  path: '/api/members/:id/sessions',
  summary: 'Sign a member out everywhere',
  permission: 'members:manage',
  stepUp: 'none',
  params: oneMember,
  responses: { 200: z.object({ ended: countSchema }) },
})

export const removeMember = route({
  method: 'DELETE',
  path: '/api/members/:id',
  summary: 'Remove a member',
  permission: 'members:manage',
  stepUp: fresh,
  params: oneMember,
  responses: { 200: emptySchema },
  problems: ['conflict'],
})

export const readInvitation = route({
  method: 'POST',
  path: '/api/invitation/read',
  summary: 'Read the member of an invitation link',
  permission: 'none',
  stepUp: 'none',
  body: z.object({ token: linkTokenSchema }),
  responses: { 200: z.object({ email: z.string(), name: z.string(), expiresAt: timeSchema }) },
  problems: ['sign_in_failed'],
})

export const acceptInvitation = route({
  method: 'POST',
  path: '/api/invitation',
  summary: 'Choose a passphrase with an invitation link, and sign in',
  permission: 'none',
  stepUp: 'none',
  body: z.object({ token: linkTokenSchema, password: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  responses: { 200: sessionSchema },
  problems: ['sign_in_failed'],
})

const requestedRoleSchema = z.object({
  name: nameSchema,
  permissions: z.array(z.enum(permissions)).check(z.minLength(1), z.maxLength(permissions.length)),
})
export type RequestedRole = z.output<typeof requestedRoleSchema>

const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameMessage: kept,
  permissions: z.array(z.enum(permissions)),
  isBuiltIn: z.boolean(),
  /** Members with this role. */
  members: countSchema,
})
export type MemberRoleEntry = z.output<typeof roleSchema>

export const listMemberRoles = route({
  method: 'GET',
  path: '/api/roles',
  summary: 'The roles of members with their permissions, the built-in ones first',
  permission: 'members:read',
  stepUp: 'none',
  responses: { 200: z.object({ items: z.array(roleSchema) }) },
})

export const addMemberRole = route({
  method: 'POST',
  path: '/api/roles',
  summary: 'Add a role with some of your own permissions',
  permission: 'roles:manage',
  stepUp: fresh,
  body: requestedRoleSchema,
  responses: { 201: roleSchema },
  problems: ['conflict'],
})

export const changeMemberRole = route({
  method: 'PUT',
  path: '/api/roles/:id',
  summary: 'Change the name and the permissions of a role; its members sign in again',
  permission: 'roles:manage',
  stepUp: fresh,
  params: oneMember,
  body: requestedRoleSchema,
  responses: { 200: roleSchema },
  problems: ['conflict'],
})

export const removeMemberRole = route({
  method: 'DELETE',
  path: '/api/roles/:id',
  summary: 'Remove a role that no member has',
  permission: 'roles:manage',
  stepUp: fresh,
  params: oneMember,
  responses: { 200: emptySchema },
  problems: ['conflict'],
})
