import * as z from 'zod/mini'
import { kept } from './message.ts'
import { identifierRequestSchema, identifierSchema } from './plans.ts'
import { route } from './route.ts'
import { userFilterSchema, userSchema } from './users.ts'
import { countSchema, idSchema, timeSchema } from './values.ts'

/** Users chosen by hand, by searches or by a list, stored on the server. A plan that uses a selection freezes it. */
export const selectionSchema = z.object({
  id: idSchema,
  count: countSchema,
  /** Label of the search: "all users who match: in Support and “acme”". */
  sentence: z.string(),
  sentenceMessage: kept,
  /** When users were last added or removed. */
  frozenAt: timeSchema,
})
export type Selection = z.output<typeof selectionSchema>

const userIdsSchema = z.array(idSchema).check(z.minLength(1), z.maxLength(1000))
const listSchema = z.object({
  identifiers: z.array(identifierRequestSchema).check(z.minLength(1), z.maxLength(10_000)),
})

const changedSchema = z.extend(selectionSchema, {
  /** Identifiers of the request that name no user of the directory, or several: these add and remove nothing. */
  unresolved: z.array(z.object({ identifier: identifierSchema, matches: countSchema })),
})
export type ChangedSelection = z.output<typeof changedSchema>

export const createSelection = route({
  method: 'POST',
  path: '/api/selections',
  summary: 'Freeze a selection',
  permission: 'plans:write',
  stepUp: 'none',
  limited: 'within',
  body: z.union([
    z.object({ matching: userFilterSchema, except: z.array(idSchema).check(z.maxLength(1000)) }),
    z.object({ userIds: userIdsSchema }),
    listSchema,
  ]),
  responses: { 201: changedSchema },
})

/** Some users: all that match a search, these IDs, or those that a list names. */
const someUsersSchema = z.union([
  z.object({ matching: userFilterSchema }),
  z.object({ userIds: userIdsSchema }),
  listSchema,
])
export type SomeUsers = z.output<typeof someUsersSchema>

/** IDs that the directory does not have are not added. */
export const changeSelection = route({
  method: 'POST',
  path: '/api/selections/:id/changes',
  summary:
    'Add users to a selection, and remove others. A selection that a plan uses stays: the response has a new one',
  permission: 'plans:write',
  stepUp: 'none',
  limited: { own: 'selections' },
  params: z.object({ id: idSchema }),
  body: z.object({ add: z.nullable(someUsersSchema), remove: z.nullable(someUsersSchema) }),
  responses: { 200: changedSchema },
})

/** A read by POST, because that many IDs do not fit in a URL. */
export const lookUpSelection = route({
  method: 'POST',
  path: '/api/selections/:id/lookup',
  summary: 'Which of these users a selection has, and how many of it a search does not find. Changes nothing',
  permission: 'users:read',
  stepUp: 'none',
  limited: { own: 'selections' },
  params: z.object({ id: idSchema }),
  body: z.object({ userIds: z.array(idSchema).check(z.maxLength(1000)), filter: userFilterSchema }),
  responses: {
    200: z.object({
      /** Users of the selection that the directory has. */
      count: countSchema,
      /** Those that left the directory. */
      gone: countSchema,
      selected: z.array(z.string()),
      /** Users of the selection that the search does not find; null for a large selection, which is not counted. */
      elsewhere: z.nullable(countSchema),
      /** The users of a small selection, by email. */
      users: z.nullable(z.array(userSchema)),
    }),
  },
})

export const listSelectionAddresses = route({
  method: 'GET',
  path: '/api/selections/:id/addresses',
  summary: 'The email addresses of a selection of at most 1,000 users',
  permission: 'users:export',
  stepUp: 'none',
  limited: { own: 'selections' },
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ addresses: z.array(z.string()) }) },
  problems: ['conflict'],
})

export const getSelection = route({
  method: 'GET',
  path: '/api/selections/:id',
  summary: 'A frozen selection',
  permission: 'users:read',
  stepUp: 'none',
  limited: { own: 'selections' },
  params: z.object({ id: idSchema }),
  responses: { 200: selectionSchema },
})
