import * as z from 'zod/mini'
import { route } from './route.ts'
import { countSchema, idSchema, storableText } from './values.ts'

export const scimUserUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const scimListUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const scimErrorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** SCIM has null and an empty text for an absent value. */
const optionalText = z.optional(z.nullable(storableText(320)))
/** Booleans as their words too: Entra ID sends "True" and "False". */
const activeSchema = z.union([z.boolean(), z.string().check(z.regex(/^(true|false)$/i))])

/** What Muster reads of a user. It accepts other attributes and ignores them. */
export const scimUserRequestSchema = z.looseObject({
  userName: storableText(320).check(z.minLength(1)),
  externalId: optionalText,
  displayName: optionalText,
  name: z.optional(
    z.nullable(z.looseObject({ givenName: optionalText, familyName: optionalText, formatted: optionalText })),
  ),
  emails: z.optional(
    z.nullable(z.array(z.looseObject({ value: optionalText, primary: z.optional(z.nullable(activeSchema)) }))),
  ),
  active: z.optional(activeSchema),
})
export type ScimUserRequest = z.output<typeof scimUserRequestSchema>

export const scimUserSchema = z.object({
  schemas: z.array(z.literal(scimUserUrn)),
  id: idSchema,
  externalId: z.optional(z.string()),
  userName: z.string(),
  displayName: z.string(),
  name: z.object({ givenName: z.optional(z.string()), familyName: z.optional(z.string()), formatted: z.string() }),
  emails: z.array(z.object({ value: z.string(), type: z.literal('work'), primary: z.literal(true) })),
  active: z.boolean(),
  meta: z.object({
    resourceType: z.literal('User'),
    created: z.string(),
    lastModified: z.string(),
    location: z.string(),
  }),
})
export type ScimUser = z.output<typeof scimUserSchema>

const listOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({
    schemas: z.array(z.literal(scimListUrn)),
    totalResults: countSchema,
    startIndex: countSchema,
    itemsPerPage: countSchema,
    Resources: z.array(item),
  })

const scimPatchSchema = z.looseObject({
  Operations: z
    .array(z.looseObject({ op: z.string(), path: z.optional(z.string()), value: z.optional(z.unknown()) }))
    .check(z.minLength(1), z.maxLength(100)),
})
export type ScimOperation = z.output<typeof scimPatchSchema>['Operations'][number]

const anyResource = z.looseObject({})
const wholeNumber = z.coerce.number().check(z.int())
const oneUser = z.object({ id: idSchema })
const permission = 'members:provision'

export const getScimConfig = route({
  method: 'GET',
  path: '/scim/v2/ServiceProviderConfig',
  summary: 'SCIM: what Muster supports',
  permission,
  stepUp: 'none',
  responses: { 200: anyResource },
})

export const listScimResourceTypes = route({
  method: 'GET',
  path: '/scim/v2/ResourceTypes',
  summary: 'SCIM: kinds of resources, which are users only',
  permission,
  stepUp: 'none',
  responses: { 200: listOf(anyResource) },
})

export const listScimSchemas = route({
  method: 'GET',
  path: '/scim/v2/Schemas',
  summary: 'SCIM: attributes of a user',
  permission,
  stepUp: 'none',
  responses: { 200: listOf(anyResource) },
})

export const listScimUsers = route({
  method: 'GET',
  path: '/scim/v2/Users',
  summary: 'SCIM: list members, or find one by `userName eq`, `externalId eq` or `emails.value eq`',
  permission,
  stepUp: 'none',
  query: z.looseObject({
    filter: z.optional(storableText(1000)),
    startIndex: z.optional(wholeNumber),
    count: z.optional(wholeNumber),
  }),
  responses: { 200: listOf(scimUserSchema) },
})

export const createScimUser = route({
  method: 'POST',
  path: '/scim/v2/Users',
  summary: 'SCIM: provision a member',
  permission,
  stepUp: 'none',
  body: scimUserRequestSchema,
  responses: { 201: scimUserSchema },
  problems: ['conflict'],
})

export const getScimUser = route({
  method: 'GET',
  path: '/scim/v2/Users/:id',
  summary: 'SCIM: read a member',
  permission,
  stepUp: 'none',
  params: oneUser,
  query: z.looseObject({}),
  responses: { 200: scimUserSchema },
})

export const replaceScimUser = route({
  method: 'PUT',
  path: '/scim/v2/Users/:id',
  summary: 'SCIM: replace the attributes of a member, or disable or enable them',
  permission,
  stepUp: 'none',
  params: oneUser,
  body: scimUserRequestSchema,
  responses: { 200: scimUserSchema },
  problems: ['conflict'],
})

export const patchScimUser = route({
  method: 'PATCH',
  path: '/scim/v2/Users/:id',
  summary: 'SCIM: change attributes of a member, or disable or enable them',
  permission,
  stepUp: 'none',
  params: oneUser,
  query: z.looseObject({}),
  body: scimPatchSchema,
  responses: { 200: scimUserSchema },
  problems: ['conflict'],
})

export const removeScimUser = route({
  method: 'DELETE',
  path: '/scim/v2/Users/:id',
  summary: 'SCIM: remove a member',
  permission,
  stepUp: 'none',
  params: oneUser,
  responses: { 204: { mediaType: 'application/scim+json' } },
  problems: ['conflict'],
})
